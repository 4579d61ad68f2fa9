Attribute VB_Name = "xlcost_buttons"
'The buttons of the sheets Start and Report. Python reads the sheet, does the work and writes one
'sentence back; what is said here is said only when Python could not be started.
Option Explicit

Public Sub BuildReport()
    RunButton "build_report"
End Sub

Public Sub CheckData()
    RunButton "check_data"
End Sub

Public Sub OpenLastReport()
    Dim path As String

    On Error GoTo Failed
    path = CStr(NamedCell("xlcost_path").Value)
    If path = "" Then
        Tell XlcostText("no_report", "There is no report yet: press Build report.")
        Exit Sub
    End If
    Workbooks.Open path
    Exit Sub
Failed:
    Tell XlcostText("not_opened", "The last report could not be opened:") & " " & path
End Sub

Public Sub CheckAgain()
    'Looks for Python anew and asks every function again.
    XlcostForget
    Recalculate
End Sub

Private Sub Recalculate()
    'All sheets: a cell that got an error while Python was away keeps it until it is asked again.
    On Error GoTo Fallback
    Application.CalculateFull
    Exit Sub
Fallback:
    'LibreOffice Calc knows this one, which does the same there.
    Application.Calculate
End Sub

Private Sub RunButton(ByVal task As String)
    'Through RunPython, which starts a Python of its own: the functions' server stops at 90 seconds.
    Dim answer As Variant
    Dim progress As String

    On Error GoTo Failed
    progress = XlcostText("starting", "Starting Python ...")
    Tell progress
    Application.StatusBar = "xlcost: " & progress
    answer = RunPython("import xlcost.addin.button; xlcost.addin.button." & task & "()")
    Application.StatusBar = False
    'On a Mac Python goes on by itself.
    If XlcostOnMac() Then Exit Sub
    If Unfinished(progress) Then
        If answer = -1 Then
            Tell Stopped()
        Else
            Tell XlcostText("no_interpreter", "Excel did not find the Python that the settings " _
                & "name: run xlcost doctor, see the sheet Start.")
        End If
    End If
    Exit Sub
Failed:
    Application.StatusBar = False
    Tell Stopped() & " (" & Err.Description & ")"
End Sub

Private Function Stopped() As String
    Stopped = XlcostText("stopped", "Python did not start, or stopped with an error: run " _
        & "xlcost doctor, see the sheet Start.")
End Function

Private Function Unfinished(ByVal progress As String) As Boolean
    'Whether the status still says that work goes on: Python's own words for it end in an ellipsis.
    Dim status As String

    On Error Resume Next
    status = CStr(NamedCell("xlcost_status").Value)
    Unfinished = status = progress
    If status <> "" Then
        If AscW(Right$(status, 1)) = 8230 Then Unfinished = True
    End If
End Function

Private Sub Tell(ByVal message As String)
    On Error GoTo Failed
    NamedCell("xlcost_status").Value = message
    Exit Sub
Failed:
    'The cell's name was deleted, or its sheet is protected.
    Application.StatusBar = "xlcost: " & message
End Sub

Private Function NamedCell(ByVal cellName As String) As Object
    Set NamedCell = ThisWorkbook.Names(cellName).RefersToRange
End Function
