Attribute VB_Name = "xlcost_buttons"
'The buttons of the sheets Start and Report. Each starts one task of Python, in a process of its own.
Option Explicit

Public Sub BrowseFolder()
    'Choose the folder of the data. A sandboxed Excel for Mac has no such dialog; Python asks there.
    Dim dialog As Object
    Dim chosen As String

    If XlcostOnMac() Then
        XlcostRun "browse", ""
        Exit Sub
    End If
    On Error GoTo Failed
    Set dialog = Application.FileDialog(4)
    dialog.AllowMultiSelect = False
    dialog.Title = XlcostText("choose", "The folder with your files")
    If dialog.Show = 0 Then Exit Sub
    chosen = dialog.SelectedItems(1)
    If InStr(chosen, "://") > 0 Then
        XlcostTell XlcostText("web", "This is a web address, which Python cannot read: " _
            & "choose the folder under This PC or OneDrive in the left pane, where it " _
            & "is synced.")
        Exit Sub
    End If
    UseFolder chosen
    Exit Sub
Failed:
    XlcostTell XlcostText("no_dialog", "The dialog cannot be shown here: paste the path of the folder " _
        & "into the cell Data folder.")
End Sub

Public Sub ReadFiles()
    XlcostRun "read_files", ""
End Sub

Public Sub CheckData()
    XlcostRun "check", ""
End Sub

Public Sub BuildReport()
    XlcostRun "build", ""
End Sub

Public Sub BuildPacks()
    XlcostRun "packs", ""
End Sub

Public Sub BuildPdf()
    XlcostRun "pdf", ""
End Sub

Public Sub BuildPlan()
    XlcostRun "plan", ""
End Sub

Public Sub BuildFinal()
    'Who signs, and when: asked each time, so that nobody signs by mistake.
    If Not Answered("prepared_by", XlcostText("ask_prepared", "Prepared by")) Then Exit Sub
    If Not Answered("reviewed_by", _
        XlcostText("ask_reviewed", "Reviewed by (a dash if none)")) Then Exit Sub
    If Not Answered("approved_by", XlcostText("ask_approved", "Approved by")) Then Exit Sub
    If Not Answered("signed_on", XlcostText("ask_day", "Date (year-month-day)")) Then Exit Sub
    XlcostRun "final", ""
End Sub

Public Sub CancelRun()
    XlcostCancel
End Sub

Public Sub OpenLastReport()
    Dim path As String

    On Error GoTo Failed
    path = CStr(NamedCell("path").Value)
    If path = "" Then
        XlcostTell XlcostText("no_report", "There is no report yet: press Build report.")
        Exit Sub
    End If
    Workbooks.Open path
    Exit Sub
Failed:
    XlcostTell XlcostText("not_there", "The last report could not be opened; it may " _
        & "have been moved.") & " " & path
End Sub

Public Sub CheckAgain()
    'Looks for Python anew and asks every function again.
    XlcostForget
    Recalculate
End Sub

Private Sub UseFolder(ByVal chosen As String)
    'What was chosen for another folder means nothing in this one.
    On Error GoTo Failed
    NamedCell("data_folder").Value = chosen
    NamedCell("period").Value = ""
    NamedCell("company").Value = ""
    NamedCell("output_folder").Value = ""
    XlcostTell XlcostText("chosen", "Folder chosen. Now press Read my files.")
    Exit Sub
Failed:
    XlcostTell XlcostText("protected", "xlcost could not write to this sheet: remove " _
        & "the sheet protection.")
End Sub

Private Function Answered(ByVal key As String, ByVal question As String) As Boolean
    'Ask for one cell, and tell whether there is an answer; none is Cancel.
    Dim given As String

    On Error GoTo Failed
    given = CStr(NamedCell(key).Value)
    If key = "signed_on" Then given = Format$(Now, "yyyy-mm-dd")
    given = Trim$(InputBox(question, "xlcost", given))
    If given = "" Then
        XlcostTell XlcostText("unsigned", "No final report was built, as it was not " _
            & "signed.")
        Exit Function
    End If
    NamedCell(key).Value = given
    Answered = True
    Exit Function
Failed:
    XlcostTell XlcostText("protected", "xlcost could not write to this sheet: remove " _
        & "the sheet protection.")
End Function

Private Sub Recalculate()
    'All sheets: a cell that got an error while Python was away keeps it until it is asked again.
    On Error GoTo Fallback
    Application.CalculateFull
    Exit Sub
Fallback:
    'LibreOffice Calc knows this one, which does the same there.
    Application.Calculate
End Sub

Private Function NamedCell(ByVal key As String) As Object
    Set NamedCell = ThisWorkbook.Names("xlcost_" & key).RefersToRange
End Function
