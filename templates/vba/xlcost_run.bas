Attribute VB_Name = "xlcost_run"
'A run of Python as the workbook sees it: started in a process of its own, asked once a second how
'it goes, and obeyed line by line when it has ended. Excel never waits for it. The number of the run
'stands in a cell, so that it is found again when the workbook was closed meanwhile.
Option Explicit

Private Const INPUT_KEYS As String = "data_folder period company output_folder language " _
    & "beside allow_errors open_report prepared_by reviewed_by approved_by signed_on"
'How many times in a row, about a second each, nothing new may be heard: before the first word,
'when a cold computer looks through every file of Python, and later.
Private Const FIRST_PATIENCE As Long = 120
Private Const PATIENCE As Long = 45
'After how many seconds a timer that has not called is lost.
Private Const LOST As Long = 5

Private nextTime As Date
Private isWaiting As Boolean
Private beat As String
Private silent As Long

Public Sub XlcostRun(ByVal task As String, ByVal mark As String)
    'Start a task, unless one runs.
    Dim number As String
    Dim folder As String

    If RunNumber() <> "" Then
        XlcostTell XlcostText("busy", "A run is under way: wait for it, or press Cancel.")
        XlcostResume
        Exit Sub
    End If
    On Error GoTo Failed
    Randomize
    number = Format$(Now, "yyyymmddhhmmss") & Format$(Int(Rnd * 1000000), "000000")
    folder = XlcostRunFolder(number)
    'First of all: on a protected sheet nothing may begin.
    NamedCell("run_number").Value = "'" & number
    XlcostTell XlcostText("starting", "Starting Python ...")
    XlcostMakeFolder folder
    XlcostWriteLines folder & "job.txt", JobLines(task, mark)
    XlcostStartPython number
    beat = ""
    silent = 0
    AskSoon
    Exit Sub
Failed:
    Over number, StartFault(Err.Number, Err.Description)
End Sub

Public Sub XlcostCancel()
    Dim number As String

    number = RunNumber()
    If number = "" Then
        XlcostTell XlcostText("nothing_runs", "Nothing is running.")
        Exit Sub
    End If
    On Error Resume Next
    XlcostWriteLines XlcostRunFolder(number) & "cancel.txt", Array("cancel")
    XlcostTell XlcostText("stopping", "The run is being stopped ...")
    XlcostResume
End Sub

Public Sub XlcostResume()
    'Ask on, where a run is under way and nobody asks: after opening, when closing was called off, and
    'where the host has lost the timer.
    If isWaiting Then
        If Now < nextTime + LOST / 86400# Then Exit Sub
        XlcostStopAsking
        XlcostAsk
    ElseIf RunNumber() <> "" Then
        AskSoon
    End If
End Sub

Public Sub XlcostStopAsking()
    'A timer that is left would open the workbook again. The run itself ends by itself.
    If Not isWaiting Then Exit Sub
    isWaiting = False
    On Error Resume Next
    Application.OnTime nextTime, AskMacro(), , False
End Sub

Public Sub XlcostAsk()
    'What the timer calls. Excel keeps it back for as long as a cell is being edited.
    Dim number As String
    Dim folder As String
    Dim told As String

    isWaiting = False
    number = RunNumber()
    If number = "" Then Exit Sub
    folder = XlcostRunFolder(number)
    told = XlcostReadLines(folder & "outcome.txt")
    If Right$(told, 5) = vbLf & "end" & vbLf Then
        Over number, ""
        Obey told
    ElseIf XlcostHasFile(folder & "missing.txt") Then
        Over number, XlcostText("module", _
            "Python was found, but xlcost is not installed in it: see the sheet Start.")
    ElseIf Not XlcostHasFolder(folder) Then
        Over number, XlcostText("gone", "The run has disappeared, and its outcome is " _
            & "unknown.")
    Else
        Listen XlcostReadLines(folder & "progress.txt")
        If silent > IIf(beat = "", FIRST_PATIENCE, PATIENCE) Then
            GiveUp number
        Else
            AskSoon
        End If
    End If
End Sub

Public Sub XlcostTell(ByVal message As String)
    On Error GoTo Failed
    NamedCell("status").Value = message
    Exit Sub
Failed:
    'The cell's name was deleted, or its sheet is protected.
    Application.StatusBar = "xlcost: " & message
End Sub

'--- The timer ----------------------------------------------------------------------------------

Private Sub AskSoon()
    nextTime = Now + 1 / 86400#
    isWaiting = True
    On Error GoTo Failed
    Application.OnTime nextTime, AskMacro()
    Exit Sub
Failed:
    isWaiting = False
End Sub

Private Function AskMacro() As String
    AskMacro = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!xlcost_run.XlcostAsk"
End Function

Private Sub Listen(ByVal told As String)
    'Show how far the run is: in the status bar at once, in the sheet when a step begins, since each
    'change of a cell ends what a person is copying and empties the list of what can be undone.
    Dim lines As Variant
    Dim fields As Variant
    Dim place As Long
    Dim heard As Boolean

    lines = Split(told, vbLf)
    For place = LBound(lines) To UBound(lines)
        fields = Split(lines(place), vbTab)
        If UBound(fields) >= 1 Then
            Select Case fields(0)
                Case "beat"
                    heard = fields(1) <> beat
                    beat = fields(1)
                Case "bar"
                    If heard Then Application.StatusBar = Plain(fields(1))
                Case "step"
                    If heard Then ShowStep Plain(fields(1))
            End Select
        End If
    Next place
    If heard Then
        silent = 0
    Else
        silent = silent + 1
    End If
End Sub

Private Sub ShowStep(ByVal text As String)
    On Error Resume Next
    If CStr(NamedCell("status").Value) = text Then Exit Sub
    If IsCopying() Then Exit Sub
    NamedCell("status").Value = text
End Sub

Private Function IsCopying() As Boolean
    On Error Resume Next
    IsCopying = Application.CutCopyMode <> 0
End Function

'--- The end of a run ---------------------------------------------------------------------------

Private Sub Over(ByVal number As String, ByVal message As String)
    On Error Resume Next
    Application.StatusBar = False
    NamedCell("run_number").Value = ""
    XlcostRemove XlcostRunFolder(number)
    If message <> "" Then XlcostTell message
End Sub

Private Sub GiveUp(ByVal number As String)
    'A run that wakes up again stops at once.
    On Error Resume Next
    XlcostWriteLines XlcostRunFolder(number) & "cancel.txt", Array("cancel")
    Application.StatusBar = False
    NamedCell("run_number").Value = ""
    XlcostTell XlcostText("stopped", "Python did not start, or stopped with an error: run " _
        & "xlcost doctor, see the sheet Start.")
End Sub

Private Function StartFault(ByVal number As Long, ByVal description As String) As String
    StartFault = XlcostText("no_interpreter", "Python could not be started: see the sheet Start, " _
        & "or run xlcost doctor.") & " (" & description & ")"
End Function

Private Sub Obey(ByVal told As String)
    'Do what the lines of an outcome say, in their order; the sentence is told even where Excel
    'refuses the rest.
    Dim lines As Variant
    Dim fields As Variant
    Dim place As Long
    Dim part As Long
    Dim refused As Boolean

    lines = Split(told, vbLf)
    On Error GoTo Refused
    For place = LBound(lines) To UBound(lines)
        fields = Split(lines(place), vbTab)
        For part = 0 To UBound(fields)
            fields(part) = Plain(fields(part))
        Next part
        If UBound(fields) >= 1 Then ObeyLine fields
    Next place
    If refused Then
        XlcostTell XlcostText("cannot_write", "The run has ended, but xlcost could not " _
            & "write the result to this sheet: remove the sheet protection and run it " _
            & "again.")
    End If
    Exit Sub
Refused:
    refused = True
    Resume Next
End Sub

Private Sub ObeyLine(ByVal fields As Variant)
    Select Case fields(0)
        Case "cell": Target(fields).Value = fields(4)
        Case "number": Target(fields).Value = Val(fields(4))
        Case "link": LinkCell Target(fields), fields(4), fields(5)
        Case "clear": ClearCells Named(fields(1))
        Case "fit": FitRows Named(fields(1))
        Case "pdf": PrintPdf fields(1), fields(2)
        Case "open": OpenBook fields(1)
        Case "ask": AskPerson fields(1), fields(2), fields(3)
    End Select
End Sub

Private Function Target(ByVal fields As Variant) As Object
    Set Target = Named(fields(1)).Cells(1, 1).Offset(CLng(fields(2)), CLng(fields(3)))
End Function

Private Sub LinkCell(ByVal cell As Object, ByVal file As String, ByVal place As String)
    'Excel gives a link a look of its own; that of the sheet stays.
    Dim size As Variant
    Dim family As Variant

    On Error Resume Next
    size = cell.Font.Size
    family = cell.Font.Name
    cell.Worksheet.Hyperlinks.Add cell, file, place
    cell.Font.Size = size
    cell.Font.Name = family
End Sub

Private Sub ClearCells(ByVal area As Object)
    area.ClearContents
    On Error Resume Next
    'The other way of Excel takes the look of the cells with the links.
    area.ClearHyperlinks
End Sub

Private Sub FitRows(ByVal area As Object)
    'As many rows as are filled, as high as their texts.
    Dim row As Long

    On Error Resume Next
    area.EntireRow.Hidden = False
    area.EntireRow.AutoFit
    For row = 2 To area.Rows.Count
        If CStr(area.Cells(row, 1).Value) & CStr(area.Cells(row, 3).Value) = "" Then
            area.Cells(row, 1).EntireRow.Hidden = True
        End If
    Next row
End Sub

Private Sub OpenBook(ByVal path As String)
    On Error GoTo Failed
    Workbooks.Open path
    Exit Sub
Failed:
    XlcostTell CStr(NamedCell("status").Value) & " " & XlcostText("not_opened", "Excel " _
        & "could not open it; open it from its folder:") & " " & path
End Sub

Private Sub PrintPdf(ByVal path As String, ByVal pdf As String)
    'Only where no LibreOffice has made it.
    Dim book As Object

    On Error GoTo Failed
    Set book = Workbooks.Open(path, 0, True)
    book.ExportAsFixedFormat 0, pdf
    book.Close False
    XlcostTell CStr(NamedCell("status").Value) & " PDF: " & pdf
    Exit Sub
Failed:
    XlcostTell CStr(NamedCell("status").Value) & " " & XlcostText("no_pdf", "Excel " _
        & "could not write the PDF; an older one may be open.") & " " & pdf
    If Not book Is Nothing Then book.Close False
End Sub

Private Sub AskPerson(ByVal task As String, ByVal mark As String, ByVal question As String)
    'No is what a key pressed in haste says.
    If MsgBox(question, vbYesNo + vbExclamation + vbDefaultButton2, "xlcost") = vbYes Then
        XlcostRun task, mark
    End If
End Sub

'--- Cells and lines ----------------------------------------------------------------------------

Private Function JobLines(ByVal task As String, ByVal mark As String) As Variant
    Dim keys As Variant
    Dim lines() As String
    Dim place As Long

    keys = Split(INPUT_KEYS, " ")
    ReDim lines(0 To UBound(keys) + 3)
    lines(0) = "task" & vbTab & task
    lines(1) = "allow" & vbTab & Escaped(mark)
    lines(2) = "speaks" & vbTab & XlcostText("language", "en")
    For place = 0 To UBound(keys)
        lines(place + 3) = keys(place) & vbTab & Escaped(CellText(NamedCell(keys(place))))
    Next place
    JobLines = lines
End Function

Private Function CellText(ByVal cell As Object) As String
    'The text of a cell in no language: a date and a word of logic look alike in every Excel.
    Dim value As Variant

    value = cell.Value
    Select Case VarType(value)
        Case vbError, vbEmpty, vbNull
        Case vbDate: CellText = Format$(value, "yyyy-mm-dd")
        Case vbBoolean: CellText = IIf(value, "true", "false")
        Case Else: CellText = CStr(value)
    End Select
End Function

Private Function Escaped(ByVal text As String) As String
    'A text in ASCII, so that no code page can change it.
    Dim place As Long
    Dim code As Long
    Dim letter As String

    For place = 1 To Len(text)
        letter = Mid$(text, place, 1)
        code = AscW(letter) And &HFFFF&
        If code < 32 Or code > 126 Or code = 92 Then
            letter = "\u" & Right$("000" & Hex$(code), 4)
        End If
        Escaped = Escaped & letter
    Next place
End Function

Private Function Plain(ByVal text As String) As String
    Dim parts As Variant
    Dim place As Long

    parts = Split(text, "\u")
    If UBound(parts) < 0 Then Exit Function
    Plain = parts(0)
    For place = 1 To UBound(parts)
        Plain = Plain & ChrW(CLng("&H" & Left$(parts(place), 4)) And &HFFFF&) _
            & Mid$(parts(place), 5)
    Next place
End Function

Private Function RunNumber() As String
    On Error Resume Next
    RunNumber = CStr(NamedCell("run_number").Value)
End Function

Private Function NamedCell(ByVal key As String) As Object
    Set NamedCell = Named("xlcost_" & key)
End Function

Private Function Named(ByVal cellName As String) As Object
    Set Named = ThisWorkbook.Names(cellName).RefersToRange
End Function
