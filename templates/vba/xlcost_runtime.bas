Attribute VB_Name = "xlcost_runtime"
'What every xlcost function does between a cell and Python: it reads the cells, asks Python through
'xlwings' own module, and makes Excel's errors of the error texts that come back.
'Nothing outside this workbook calls it, so it stays out of the function wizard.
Option Explicit
Option Private Module

Private Const PYTHON_MODULE As String = "xlcost.addin.udfs"
'How long the first call waits for Python, in seconds; afterwards cells answer at once for a while.
Private Const FIRST_WAIT As Long = 15
Private Const QUIET As Long = 60
'An attempt that fails after so many seconds has frozen Excel, and each further one would.
Private Const SLOW As Long = 5
'What an argument that was left out is once it is in Python (DISP_E_PARAMNOTFOUND).
Private Const LEFT_OUT As Long = -2147352572

Private python As Object
Private quietUntil As Date
Private waited As Boolean
Private gaveUp As Boolean
Private trouble As String

'--- Called by the functions --------------------------------------------------------------------

Public Function XlcostCall(ByVal functionName As String, ByVal given As Variant) As Variant
    'The answer of a Python function; an error value, never text, when there is none.
    XlcostCall = Answered(functionName, given, False)
End Function

Public Function XlcostCellCall(ByVal functionName As String, ByVal given As Variant) As Variant
    'The same of a function whose answer is one cell for each cell of its arguments: it can be asked
    'for the cells below and above at once.
    XlcostCellCall = Answered(functionName, given, True)
End Function

Private Function Answered(ByVal functionName As String, ByVal given As Variant, _
                          ByVal cellByCell As Boolean) As Variant
    Dim values As Variant
    Dim attempts As Long
    Dim fault As String
    Dim key As String
    Dim answer As Variant

    On Error GoTo Failed
    values = XlcostArguments(given)
    key = XlcostKey(functionName, values)
    If XlcostRecall(key, answer) Then
        Answered = answer
        Exit Function
    End If
Again:
    If Not Connected() Then
        Answered = CVErr(2042)
        Exit Function
    End If
    If cellByCell And key <> "" Then
        AskAhead functionName, given, values
        If XlcostRecall(key, answer) Then
            Answered = answer
            Exit Function
        End If
    End If
    'In parentheses, or COM would carry the arguments back as well.
    answer = XlcostValue(python.CallUDF(PYTHON_MODULE, functionName, (values)))
    XlcostKeep key, answer
    Answered = answer
    Exit Function
Failed:
    attempts = attempts + 1
    fault = Err.Description
    If attempts = 1 And IsGone(Err.Number) Then
        Set python = Nothing
        XlcostForgetAnswers
        Resume Again
    End If
    trouble = XlcostText("no_answer", "Python could not answer") & " " _
        & UCase$(functionName) & ": " & fault
    Answered = CVErr(2015)
End Function

Private Sub AskAhead(ByVal functionName As String, ByVal given As Variant, ByVal values As Variant)
    'Ask for a whole block of cells. What fails here has cost a moment; the cell itself is asked for
    'as if nothing had been tried.
    Dim block As Variant

    On Error GoTo Done
    If XlcostBlock(given, values, block) Then
        XlcostKeepRows functionName, block, _
            XlcostValue(python.CallUDF(PYTHON_MODULE, functionName, (block)))
    End If
Done:
End Sub

Public Function XlcostState() As Variant
    'Versions when Python answers; otherwise one sentence that says why not.
    Dim answer As Variant

    answer = XlcostCall("xlcost_versions", Array())
    If IsError(answer) Then
        XlcostState = trouble
    Else
        XlcostState = answer
    End If
End Function

Public Sub XlcostForget()
    'Look for Python again at once, in a process of its own: an old one has the old xlcost loaded.
    Set python = Nothing
    XlcostForgetAnswers
    EndPython
    quietUntil = 0
    waited = False
    gaveUp = False
    trouble = ""
    Say ""
End Sub

Public Function XlcostOnMac() As Boolean
    On Error Resume Next
    XlcostOnMac = InStr(1, Application.OperatingSystem, "Mac", vbTextCompare) > 0
End Function

Public Function XlcostText(ByVal key As String, ByVal english As String) As String
    'A sentence in the workbook's language, which a defined name holds as a text.
    Dim held As String

    On Error Resume Next
    XlcostText = english
    held = ThisWorkbook.Names("xlcost_text_" & key).RefersTo
    If Left$(held, 2) = "=""" And Len(held) > 3 Then
        XlcostText = Replace(Mid$(held, 3, Len(held) - 3), """""", """")
    End If
End Function

Public Sub XlcostDescribe(ByVal functionName As String, ByVal category As String, _
                          ByVal summary As String, ByVal help As Variant)
    'The function wizard's help; a host without a wizard refuses it, and needs none.
    Dim place As String

    On Error Resume Next
    place = "'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & functionName
    If IsArray(help) Then
        Application.MacroOptions Macro:=place, Description:=summary, Category:=category, _
            ArgumentDescriptions:=help
    Else
        Application.MacroOptions Macro:=place, Description:=summary, Category:=category
    End If
End Sub

'--- What comes back ----------------------------------------------------------------------------

Public Function XlcostValue(ByVal answer As Variant) As Variant
    'An answer with its error texts made errors: one value, a row or a table.
    Dim row As Long
    Dim column As Long

    If Not IsArray(answer) Then
        XlcostValue = CellValue(answer)
        Exit Function
    End If
    If Dimensions(answer) = 1 Then
        For column = LBound(answer) To UBound(answer)
            If VarType(answer(column)) = vbString Then answer(column) = CellValue(answer(column))
        Next column
    Else
        For row = LBound(answer, 1) To UBound(answer, 1)
            For column = LBound(answer, 2) To UBound(answer, 2)
                If VarType(answer(row, column)) = vbString Then
                    answer(row, column) = CellValue(answer(row, column))
                End If
            Next column
        Next row
    End If
    XlcostValue = answer
End Function

Private Function CellValue(ByVal value As Variant) As Variant
    CellValue = value
    If VarType(value) <> vbString Then Exit Function
    Select Case value
        Case "#NULL!": CellValue = CVErr(2000)
        Case "#DIV/0!": CellValue = CVErr(2007)
        Case "#VALUE!": CellValue = CVErr(2015)
        Case "#REF!": CellValue = CVErr(2023)
        Case "#NAME?": CellValue = CVErr(2029)
        Case "#NUM!": CellValue = CVErr(2036)
        Case "#N/A": CellValue = CVErr(2042)
        Case "#GETTING_DATA": CellValue = CVErr(2043)
        Case "#SPILL!": CellValue = CVErr(2045)
        Case "#CONNECT!": CellValue = CVErr(2046)
        Case "#BLOCKED!": CellValue = CVErr(2047)
        Case "#UNKNOWN!": CellValue = CVErr(2048)
        Case "#FIELD!": CellValue = CVErr(2049)
        Case "#CALC!": CellValue = CVErr(2050)
        Case "#BUSY!": CellValue = CVErr(2051)
        'Errors that no number is published for are still errors.
        Case "#PYTHON!", "#EXTERNAL!": CellValue = CVErr(2015)
    End Select
End Function

Private Function Dimensions(ByRef table As Variant) As Long
    Dim count As Long
    Dim bound As Long

    On Error GoTo Done
    Do
        bound = UBound(table, count + 1)
        count = count + 1
    Loop
Done:
    Dimensions = count
End Function

'--- What goes in -------------------------------------------------------------------------------

Public Function XlcostArguments(ByVal given As Variant) As Variant
    'The arguments with ranges read; what was left out stays left out.
    Dim values() As Variant
    Dim lastRow As Long
    Dim lastColumn As Long
    Dim place As Long

    If UBound(given) < LBound(given) Then
        XlcostArguments = given
        Exit Function
    End If
    ReDim values(LBound(given) To UBound(given))
    FindEnd given, lastRow, lastColumn
    For place = LBound(given) To UBound(given)
        If IsObject(given(place)) Then
            values(place) = RangeValues(given(place), lastRow, lastColumn)
        ElseIf IsMissing(given(place)) Then
            values(place) = LEFT_OUT
        Else
            values(place) = given(place)
        End If
    Next place
    XlcostArguments = values
End Function

Private Sub FindEnd(ByRef given As Variant, ByRef lastRow As Long, ByRef lastColumn As Long)
    'Where the last filled cells are of the arguments that are whole columns or rows. One end for
    'all of them, so that ranges which belong together are cut alike. The used cells of the sheet
    'are no such end: an answer that spills beside the arguments is among them, and would grow.
    Dim place As Long

    For place = LBound(given) To UBound(given)
        If IsObject(given(place)) Then
            If given(place).Areas.Count = 1 Then FindFilled given(place), lastRow, lastColumn
        End If
    Next place
End Sub

Private Sub FindFilled(ByVal area As Object, ByRef lastRow As Long, ByRef lastColumn As Long)
    Dim used As Object
    Dim values As Variant
    Dim height As Long
    Dim width As Long

    If Not (EndsAtLastRow(area) Or EndsAtLastColumn(area)) Then Exit Sub
    Set used = area.Worksheet.UsedRange
    height = Smaller(area.Rows.Count, used.Row + used.Rows.Count - area.Row)
    width = Smaller(area.Columns.Count, used.Column + used.Columns.Count - area.Column)
    If height < 1 Or width < 1 Then Exit Sub
    'A single cell is no array.
    If height * width = 1 Then Exit Sub
    values = PlainValues(area.Resize(height, width))
    If EndsAtLastRow(area) Then
        lastRow = Larger(lastRow, area.Row + FilledRows(values) - 1)
    End If
    If EndsAtLastColumn(area) Then
        lastColumn = Larger(lastColumn, area.Column + FilledColumns(values) - 1)
    End If
End Sub

Private Function FilledRows(ByRef values As Variant) As Long
    'How many rows there are down to the last one that holds something.
    Dim row As Long
    Dim column As Long

    For row = UBound(values, 1) To LBound(values, 1) Step -1
        For column = LBound(values, 2) To UBound(values, 2)
            If Not IsEmpty(values(row, column)) Then
                FilledRows = row - LBound(values, 1) + 1
                Exit Function
            End If
        Next column
    Next row
End Function

Private Function FilledColumns(ByRef values As Variant) As Long
    'How many columns there are up to the last one that holds something.
    Dim row As Long
    Dim column As Long

    For column = UBound(values, 2) To LBound(values, 2) Step -1
        For row = LBound(values, 1) To UBound(values, 1)
            If Not IsEmpty(values(row, column)) Then
                FilledColumns = column - LBound(values, 2) + 1
                Exit Function
            End If
        Next row
    Next column
End Function

Private Function PlainValues(ByVal area As Object) As Variant
    On Error GoTo Fallback
    PlainValues = area.Value2
    Exit Function
Fallback:
    PlainValues = area.Value
End Function

Private Function RangeValues(ByVal area As Object, ByVal lastRow As Long, _
                             ByVal lastColumn As Long) As Variant
    Dim height As Long
    Dim width As Long

    'Several areas would be read as the first of them.
    If area.Areas.Count > 1 Then
        RangeValues = "#VALUE!"
        Exit Function
    End If
    height = area.Rows.Count
    width = area.Columns.Count
    If EndsAtLastRow(area) Then height = Larger(1, lastRow - area.Row + 1)
    If EndsAtLastColumn(area) Then width = Larger(1, lastColumn - area.Column + 1)
    RangeValues = CellValues(area.Resize(height, width))
End Function

Private Function EndsAtLastRow(ByVal area As Object) As Boolean
    If area.Rows.Count > 1 Then
        EndsAtLastRow = area.Row + area.Rows.Count - 1 = area.Worksheet.Rows.Count
    End If
End Function

Private Function EndsAtLastColumn(ByVal area As Object) As Boolean
    If area.Columns.Count > 1 Then
        EndsAtLastColumn = area.Column + area.Columns.Count - 1 = area.Worksheet.Columns.Count
    End If
End Function

Private Function CellValues(ByVal area As Object) As Variant
    'Value2 has currency and dates as plain numbers; Value stands in where it is not known.
    On Error GoTo Fallback
    CellValues = area.Value2
    Exit Function
Fallback:
    CellValues = ShownValues(area)
End Function

Private Function ShownValues(ByVal area As Object) As Variant
    'LibreOffice Calc knows no Value2, and its Value of an error is 0: only what is shown tells.
    Dim values As Variant
    Dim row As Long
    Dim column As Long

    values = area.Value
    If Not IsArray(values) Then
        ShownValues = ShownValue(values, area)
        Exit Function
    End If
    For row = LBound(values, 1) To UBound(values, 1)
        For column = LBound(values, 2) To UBound(values, 2)
            values(row, column) = ShownValue(values(row, column), _
                area.Cells(row - LBound(values, 1) + 1, column - LBound(values, 2) + 1))
        Next column
    Next row
    ShownValues = values
End Function

Private Function ShownValue(ByVal value As Variant, ByVal cell As Object) As Variant
    Dim shown As String

    ShownValue = value
    If VarType(value) <> vbDouble Then Exit Function
    If value <> 0 Then Exit Function
    shown = cell.Text
    If Left$(shown, 4) = "Err:" Then
        ShownValue = "#VALUE!"
    ElseIf IsError(CellValue(shown)) Then
        ShownValue = shown
    End If
End Function

Private Function Larger(ByVal first As Long, ByVal second As Long) As Long
    Larger = first
    If second > first Then Larger = second
End Function

Private Function Smaller(ByVal first As Long, ByVal second As Long) As Long
    Smaller = first
    If second < first Then Smaller = second
End Function

'--- Python -------------------------------------------------------------------------------------

Private Function Connected() As Boolean
    'Whether Python answers. The first call waits for it, and says so in the status bar; later ones
    'try once in a while. xlwings itself waits a minute for a Python that stops with an error, and
    'Excel with it: after that nobody tries before a person asks for it.
    Dim deadline As Date
    Dim started As Date
    Dim again As Boolean

    Connected = Not python Is Nothing
    If Connected Or gaveUp Or Now < quietUntil Then Exit Function
    deadline = Now
    If Not waited Then deadline = deadline + FIRST_WAIT / 86400#
    waited = True
    Say XlcostText("starting_functions", "xlcost is starting Python: the first " _
        & "function takes a few seconds.")
    Do
        again = False
        started = Now
        Connected = Opened(again)
        If Connected Then Exit Do
        gaveUp = (Now - started) * 86400# > SLOW
        If gaveUp Or Not again Or Now >= deadline Then Exit Do
        Rest
    Loop
    If Connected Then
        trouble = ""
        waited = False
        Say ""
    Else
        quietUntil = Now + QUIET / 86400#
        Say "xlcost: " & trouble
    End If
End Function

Private Function Opened(ByRef again As Boolean) As Boolean
    'Whether Python could be reached now; `again` is whether waiting may help.
    Dim answer As Variant

    On Error GoTo Failed
    Set python = XLPy()
    answer = python.CallUDF(PYTHON_MODULE, "xlcost_versions", Array())
    Opened = True
    Exit Function
Failed:
    Set python = Nothing
    trouble = Sentence(Err.Number, Err.Description, again)
End Function

Private Function Sentence(ByVal number As Long, ByVal description As String, _
                          ByRef again As Boolean) As String
    'What is wrong and what to do, in plain words.
    If XlcostOnMac() Then
        Sentence = XlcostText("mac", _
            "The functions need Excel for Windows; on a Mac the report buttons work.")
    ElseIf InStr(1, description, "No module named", vbTextCompare) > 0 Then
        Sentence = XlcostText("module", _
            "Python was found, but xlcost is not installed in it: see the sheet Start.")
    ElseIf number = 53 Or number = 48 Or InStr(1, description, "Could not load", vbTextCompare) > 0 Then
        Sentence = XlcostText("dll", _
            "The DLL of xlwings was not found: see the sheet Start, or run xlcost doctor.")
    Else
        again = True
        Sentence = XlcostText("python", "Python was not found on this computer or did not " _
            & "start: see the sheet Start.") & " (" & Left$(description, 200) & ")"
    End If
End Function

Private Function IsGone(ByVal number As Long) As Boolean
    'Python was there and has ended since: ask for it anew.
    Select Case number
        Case 91, 424, 462, -2147023174, -2147023170, -2147417848, -2147220995
            IsGone = True
    End Select
End Function

Private Sub EndPython()
    'Where none runs, or no DLL is found, there is none to end.
    On Error Resume Next
    If Not XlcostOnMac() Then KillPy
End Sub

Private Sub Say(ByVal message As String)
    On Error Resume Next
    If message = "" Then
        Application.StatusBar = False
    Else
        Application.StatusBar = message
    End If
End Sub

Private Sub Rest()
    On Error Resume Next
    Application.Wait Now + 1 / 86400#
End Sub
