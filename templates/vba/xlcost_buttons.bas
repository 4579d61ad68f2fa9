Attribute VB_Name = "xlcost_buttons"
'The buttons of the sheets Start and Report. Python reads the sheet, does the work and writes one
'sentence back; what is said here is said only when Python could not be started.
Option Explicit

Private Const NO_PYTHON As String = _
    "Python was not found on this computer, or did not start: the sheet Start says what to do."

Public Sub BuildReport()
    RunButton "build_report", "Building the report"
End Sub

Public Sub CheckData()
    RunButton "check_data", "Checking the data"
End Sub

Public Sub OpenLastReport()
    Dim path As String

    On Error GoTo Failed
    path = CStr(NamedCell("xlcost_path").Value)
    If path = "" Then
        Tell "There is no report yet: press Build report."
        Exit Sub
    End If
    Workbooks.Open path
    Exit Sub
Failed:
    Tell "The last report could not be opened: " & path
End Sub

Public Sub CheckAgain()
    'Looks for Python anew and asks the sheet's functions again.
    XlcostForget
    ActiveSheet.UsedRange.Calculate
End Sub

Private Sub RunButton(ByVal task As String, ByVal progress As String)
    'Through RunPython, which starts a Python of its own: the functions' server stops at 90 seconds.
    Dim answer As Variant

    On Error GoTo Failed
    Tell progress & " ..."
    Application.StatusBar = "xlcost: " & progress & " ..."
    answer = RunPython("import xlcost.addin.button; xlcost.addin.button." & task & "()")
    If answer = -1 Then Tell NO_PYTHON
    Application.StatusBar = False
    Exit Sub
Failed:
    Tell NO_PYTHON & " (" & Err.Description & ")"
    Application.StatusBar = False
End Sub

Private Sub Tell(ByVal message As String)
    On Error Resume Next
    NamedCell("xlcost_status").Value = message
End Sub

Private Function NamedCell(ByVal cellName As String) As Object
    Set NamedCell = ThisWorkbook.Names(cellName).RefersToRange
End Function
