Attribute VB_Name = "xlcost_outside"
'All that the buttons do outside of Excel: the folder that the workbook and a run share, its files of
'plain lines, and the start of Python. No cell's text is ever part of a command.
Option Explicit
Option Private Module

'What the run's Python does: it looks where the settings say that code is, and says when there is
'no xlcost. The number of the run and that place are arguments, and no part of the program.
Private Const PROGRAM As String = "import os,sys,importlib.util as u;" _
    & "sys.path[0:0]=[p for a in sys.argv[2:] for p in a.split(';') if p];f=u.find_spec('xlcost');" _
    & "f and __import__('xlcost.addin.job',fromlist=['main']).main(sys.argv[1]) or f or " _
    & "open(os.path.join(os.environ['TEMP'],'xlcost-run-'+sys.argv[1],'missing.txt'),'w').close()"

Public Function XlcostRunFolder(ByVal number As String) As String
    'Where the files of a run are, with the separator at its end. An Excel for Mac may write in its
    'own folder only.
    Dim place As String

    If XlcostOnMac() Then
        place = Environ("HOME")
    Else
        place = Environ("TEMP")
    End If
    XlcostRunFolder = place & Separator() & "xlcost-run-" & number & Separator()
End Function

Public Sub XlcostMakeFolder(ByVal folder As String)
    MkDir Left$(folder, Len(folder) - 1)
End Sub

Public Function XlcostHasFolder(ByVal folder As String) As Boolean
    On Error Resume Next
    XlcostHasFolder = Dir$(Left$(folder, Len(folder) - 1), vbDirectory) <> ""
End Function

Public Function XlcostHasFile(ByVal path As String) As Boolean
    On Error Resume Next
    XlcostHasFile = Dir$(path) <> ""
End Function

Public Sub XlcostWriteLines(ByVal path As String, ByVal lines As Variant)
    Dim handle As Integer
    Dim place As Long

    handle = FreeFile
    Open path For Output As #handle
    For place = LBound(lines) To UBound(lines)
        Print #handle, lines(place)
    Next place
    Close #handle
End Sub

Public Function XlcostReadLines(ByVal path As String) As Variant
    'The lines of a file as one text, with a line feed after each; nothing where it cannot be read.
    Dim handle As Integer
    Dim text As String
    Dim all As String

    If Not XlcostHasFile(path) Then Exit Function
    On Error GoTo Failed
    handle = FreeFile
    Open path For Input As #handle
    Do While Not EOF(handle)
        Line Input #handle, text
        all = all & Replace(text, vbCr, "") & vbLf
    Loop
    Close #handle
    XlcostReadLines = all
    Exit Function
Failed:
    Close #handle
End Function

Public Sub XlcostRemove(ByVal folder As String)
    'The files of a run, by their names, and their folder. What cannot be removed now, a run of
    'another day clears.
    Dim names As Variant
    Dim place As Long

    On Error Resume Next
    names = Split("job progress outcome cancel missing", " ")
    For place = LBound(names) To UBound(names)
        Kill folder & names(place) & ".txt"
    Next place
    RmDir Left$(folder, Len(folder) - 1)
End Sub

Public Sub XlcostStartPython(ByVal number As String)
    'Start a run and return at once; what goes wrong is the caller's to tell. On a Mac and with
    'Conda, xlwings' own way starts it, which knows how.
    Dim python As String
    Dim command As String

    If XlcostOnMac() Then
        RunPython "import xlcost.addin.job; xlcost.addin.job.main('" & number & "')"
        Exit Sub
    End If
    If GetConfig("CONDA PATH") <> "" And GetConfig("CONDA ENV") <> "" Then
        RunPython "import xlcost.addin.job; xlcost.addin.job.start('" & number & "')"
        Exit Sub
    End If
    python = GetConfig("INTERPRETER_WIN", "")
    If python = "" Then python = GetConfig("INTERPRETER", "python")
    command = Quoted(python) & " -B -P -c " & Quoted(PROGRAM) & " " & number & " " _
        & Quoted(GetConfig("PYTHONPATH", ""))
    'No window, and no waiting.
    WScript.Run command, 0, False
End Sub

Private Function Quoted(ByVal text As String) As String
    'One argument, whatever is in it: a quotation mark cannot be in a path, and a backslash before
    'the closing one would escape it.
    text = Replace(text, """", "")
    If Right$(text, 1) = "\" Then text = text & "\"
    Quoted = """" & text & """"
End Function

Private Function Separator() As String
    Separator = Application.PathSeparator
End Function
