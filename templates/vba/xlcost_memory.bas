Attribute VB_Name = "xlcost_memory"
'Answers that are remembered, so that Python is asked once for what is the same: a call to it takes
'a hundred times as long as its answer. An answer is remembered by its function and the values of
'its arguments, to the last bit, so no answer can be out of date, whatever was read to get it.
Option Explicit
Option Private Module

'So many answers of late, and as many from before: some 25 MB at most.
Private Const MOST As Long = 50000
'A longer text is no word of a function, and no answer is remembered by it.
Private Const LONGEST As Long = 64
'Rows of a block, above and below the cell that is asked for.
Private Const REACH As Long = 10000
'Blocks that are watched at a time, and for how many seconds two of their cells are one calculation.
Private Const WATCHED As Long = 16
Private Const TOGETHER As Double = 1

Private young As Collection
Private old As Collection
Private blocks(1 To WATCHED) As String
Private misses(1 To WATCHED) As Long
Private needed(1 To WATCHED) As Long
Private moments(1 To WATCHED) As Double
Private firsts(1 To WATCHED) As Long
Private lasts(1 To WATCHED) As Long
Private nextBlock As Long

'--- What is remembered -------------------------------------------------------------------------

Public Function XlcostKey(ByVal functionName As String, ByVal values As Variant) As String
    'What an answer is remembered by; nothing where it is not remembered.
    Dim place As Long
    Dim part As String
    Dim key As String

    On Error GoTo Unknown
    If UBound(values) < LBound(values) Then Exit Function
    key = functionName
    For place = LBound(values) To UBound(values)
        part = ValueKey(values(place))
        If part = "" Then Exit Function
        key = key & ";" & part
    Next place
    XlcostKey = key
Unknown:
End Function

Public Function XlcostRecall(ByVal key As String, ByRef answer As Variant) As Boolean
    'Whether an answer is remembered.
    If key = "" Then Exit Function
    If Held(young, key, answer) Then
        XlcostRecall = True
    ElseIf Held(old, key, answer) Then
        XlcostRecall = True
        XlcostKeep key, answer
    End If
End Function

Public Sub XlcostKeep(ByVal key As String, ByVal answer As Variant)
    'Remember an answer that is one value.
    If key = "" Or IsArray(answer) Or IsObject(answer) Then Exit Sub
    On Error Resume Next
    If young Is Nothing Then Set young = New Collection
    If young.Count >= MOST Then
        Set old = young
        Set young = New Collection
    End If
    young.Add Array(key, answer), key
End Sub

Public Sub XlcostKeepRows(ByVal functionName As String, ByVal block As Variant, _
                          ByVal answers As Variant)
    'Remember the answers of a block, each by the values that it was given for.
    Dim keys() As String
    Dim column As Variant
    Dim part As String
    Dim first As Long
    Dim row As Long
    Dim place As Long

    first = LBound(answers, 1)
    ReDim keys(first To UBound(answers, 1))
    For row = first To UBound(answers, 1)
        keys(row) = functionName
    Next row
    For place = LBound(block) To UBound(block)
        column = block(place)
        If IsArray(column) Then
            If UBound(column, 1) - LBound(column, 1) <> UBound(answers, 1) - first Then Exit Sub
        End If
        For row = first To UBound(answers, 1)
            If IsArray(column) Then
                part = ValueKey(column(row - first + LBound(column, 1), LBound(column, 2)))
            Else
                part = ValueKey(column)
            End If
            keys(row) = Longer(keys(row), part)
        Next row
    Next place
    For row = first To UBound(answers, 1)
        XlcostKeep keys(row), answers(row, LBound(answers, 2))
    Next row
End Sub

Public Sub XlcostForgetAnswers()
    'Another Python may be another xlcost.
    Set young = Nothing
    Set old = Nothing
    Erase blocks
End Sub

Private Function Longer(ByVal key As String, ByVal part As String) As String
    'A key with one more value; one that is not remembered stays nothing.
    If key <> "" And part <> "" Then Longer = key & ";" & part
End Function

Private Function Held(ByVal kept As Collection, ByVal key As String, _
                      ByRef answer As Variant) As Boolean
    'Whether it is there. A collection takes capitals and small letters for the same, and in some
    'languages more than these, so the key itself is compared.
    Dim found As Variant

    If kept Is Nothing Then Exit Function
    On Error GoTo Absent
    found = kept.Item(key)
    If StrComp(found(0), key, vbBinaryCompare) = 0 Then
        answer = found(1)
        Held = True
    End If
Absent:
End Function

Private Function ValueKey(ByVal value As Variant) As String
    'A value with its kind; nothing for a range, an object and whatever else is rare.
    On Error GoTo Unknown
    If IsArray(value) Then Exit Function
    Select Case VarType(value)
        Case vbEmpty: ValueKey = "e"
        Case vbDouble: ValueKey = "d" & NumberKey(value)
        Case vbLong, vbInteger: ValueKey = "l" & CStr(value)
        Case vbError: ValueKey = "x" & CStr(value)
        Case vbBoolean
            If value Then
                ValueKey = "b1"
            Else
                ValueKey = "b0"
            End If
        Case vbString
            If Len(value) <= LONGEST Then ValueKey = "s" & TextKey(value)
    End Select
Unknown:
End Function

Private Function NumberKey(ByVal value As Double) As String
    'A number to its last bit: its text has fifteen digits, and what these leave out has its own.
    Dim shown As String

    shown = CStr(value)
    NumberKey = shown
    If Abs(value) < 1E+15 Then
        If value = Fix(value) Then Exit Function
    End If
    NumberKey = shown & "~" & CStr(value - CDbl(shown))
End Function

Private Function TextKey(ByVal value As String) As String
    Dim place As Long
    Dim key As String

    For place = 1 To Len(value)
        key = key & CStr(AscW(Mid$(value, place, 1))) & "."
    Next place
    TextKey = key
End Function

'--- What is asked for at once ------------------------------------------------------------------

Public Function XlcostBlock(ByVal given As Variant, ByVal values As Variant, _
                            ByRef block As Variant) As Boolean
    'The arguments of all cells below each other that have the formula of the cell that calls, if
    'that is nothing but one call and its neighbours are missing, too. Only cells without a formula
    'are read: others may not be calculated yet, and Excel would have to be asked for them.
    Dim caller As Object
    Dim formula As String
    Dim parts As Variant
    Dim place As Long
    Dim first As Long
    Dim last As Long

    On Error GoTo Unknown
    Set caller = Application.Caller
    If caller.Cells.Count > 1 Then Exit Function
    If caller.HasArray Then Exit Function
    formula = caller.FormulaR1C1
    parts = ArgumentTexts(formula, UBound(given) - LBound(given) + 1)
    If Not IsArray(parts) Then Exit Function
    place = BlockPlace(caller.Worksheet.Name & "!" & caller.Column & formula)
    If Not IsDue(place, caller.Row) Then Exit Function
    FindRun caller, formula, first, last
    firsts(place) = first
    lasts(place) = last
    If last > first Then
        XlcostBlock = ReadBlock(given, values, parts, caller.Row, first, last, block)
    End If
Unknown:
End Function

Private Function ArgumentTexts(ByVal formula As String, ByVal most As Long) As Variant
    'The arguments of a formula that is one call with references and constants; else nothing.
    Dim opened As Long
    Dim inside As String
    Dim parts As Variant

    opened = InStr(1, formula, "(")
    If opened < 3 Or Right$(formula, 1) <> ")" Then Exit Function
    If InStr(1, Left$(formula, opened), " ") > 0 Then Exit Function
    inside = Mid$(formula, opened + 1, Len(formula) - opened - 1)
    If InStr(1, inside, "(") > 0 Or InStr(1, inside, "'") > 0 Then Exit Function
    'The one comma that stands inside of a reference.
    parts = Split(Replace(inside, "[#This Row],", "[#This Row]|"), ",")
    If UBound(parts) + 1 <= most Then ArgumentTexts = parts
End Function

Private Function IsDue(ByVal place As Long, ByVal row As Long) As Boolean
    'Whether a block is worth asking for: at the second of its cells that is missing within one
    'calculation. Where one that was asked for did not help its own rows, it is waited for longer.
    If Abs(Timer - moments(place)) > TOGETHER Then
        misses(place) = 0
        needed(place) = 2
    ElseIf row < firsts(place) Or row > lasts(place) Then
        needed(place) = 2
    End If
    misses(place) = misses(place) + 1
    moments(place) = Timer
    IsDue = misses(place) >= needed(place)
    If IsDue Then
        misses(place) = 0
        If needed(place) < REACH Then needed(place) = needed(place) * 4
    End If
End Function

Private Function BlockPlace(ByVal title As String) As Long
    'Where a block is watched; the one that came first makes room for a new one.
    Dim place As Long

    For place = 1 To WATCHED
        If blocks(place) = title Then
            BlockPlace = place
            Exit Function
        End If
    Next place
    nextBlock = nextBlock Mod WATCHED + 1
    blocks(nextBlock) = title
    moments(nextBlock) = -TOGETHER * 2
    firsts(nextBlock) = 0
    lasts(nextBlock) = 0
    BlockPlace = nextBlock
End Function

Private Sub FindRun(ByVal caller As Object, ByVal formula As String, _
                    ByRef first As Long, ByRef last As Long)
    'The rows around a cell that have its formula.
    Dim used As Object
    Dim sheet As Object
    Dim texts As Variant
    Dim top As Long
    Dim bottom As Long

    first = caller.Row
    last = first
    Set sheet = caller.Worksheet
    Set used = sheet.UsedRange
    top = used.Row
    If top < first - REACH Then top = first - REACH
    bottom = used.Row + used.Rows.Count - 1
    If bottom > last + REACH Then bottom = last + REACH
    If bottom <= top Then Exit Sub
    texts = sheet.Range(sheet.Cells(top, caller.Column), _
        sheet.Cells(bottom, caller.Column)).FormulaR1C1
    Do While first > top
        If texts(first - top, 1) <> formula Then Exit Do
        first = first - 1
    Loop
    Do While last < bottom
        If texts(last - top + 2, 1) <> formula Then Exit Do
        last = last + 1
    Loop
End Sub

Private Function ReadBlock(ByVal given As Variant, ByVal values As Variant, ByVal parts As Variant, _
                           ByVal row As Long, ByVal first As Long, ByVal last As Long, _
                           ByRef block As Variant) As Boolean
    'The arguments of the rows; whether any of them changes with the row, and none is a formula.
    Dim found() As Variant
    Dim cells As Variant
    Dim area As Object
    Dim varies As Boolean
    Dim place As Long

    ReDim found(LBound(values) To UBound(values))
    For place = LBound(values) To UBound(values)
        found(place) = values(place)
        If IsArray(values(place)) Then Exit Function
        If place - LBound(values) <= UBound(parts) And IsObject(given(place)) Then
            If GoesWithTheRow(parts(place - LBound(values))) Then
                Set area = given(place).Offset(first - row, 0).Resize(last - first + 1, 1)
                'Null where only some cells have one.
                If VarType(area.HasFormula) <> vbBoolean Then Exit Function
                If area.HasFormula Then Exit Function
                cells = XlcostArguments(Array(area))
                found(place) = cells(0)
                varies = True
            End If
        End If
    Next place
    If varies Then block = found
    ReadBlock = varies
End Function

Private Function GoesWithTheRow(ByVal part As String) As Boolean
    'Whether a reference means another cell in each row.
    Dim start As String

    If InStr(1, part, "[#This Row]") > 0 Or InStr(1, part, "[@") > 0 Then
        GoesWithTheRow = True
    Else
        start = Left$(Trim$(Mid$(part, InStrRev(part, "!") + 1)), 2)
        GoesWithTheRow = start = "R[" Or start = "RC"
    End If
End Function
