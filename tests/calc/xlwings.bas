Attribute VB_Name = "xlwings"
'The one module that a test replaces: xlwings' own cannot be compiled here, since it declares
'functions of a Windows DLL. It has the same entries, and hands on what it is given.
Option Explicit

'Whether there is no Python; a test says so.
Public away As Boolean

Public Function XLPy() As Object
    If away Then Err.Raise 1, "xlwings", "Could not load xlwings64.dll"
    Set XLPy = New PythonDouble
End Function

Public Function RunPython(PythonCommand As String)
    RunPython = AskPython("run_python", Array(PythonCommand))
End Function

Public Function GetConfig(ByVal configKey As String, Optional ByVal usual As Variant) As String
    'Code comes from the checkout; a test may say that it comes from elsewhere.
    If Not IsMissing(usual) Then GetConfig = usual
    If configKey = "PYTHONPATH" Then GetConfig = Environ("XLCOST_CODE")
End Function

Public Function WScript() As Object
    Set WScript = New ShellDouble
End Function

Public Sub KillPy()
    'Python lives in the same process here.
End Sub

Public Sub ComeBack()
    away = False
End Sub

Public Function AskPython(ByVal entry As String, ByVal arguments As Variant) As Variant
    Dim factory As Object
    Dim provider As Object
    Dim script As Object

    factory = GetProcessServiceManager().createInstance( _
        "com.sun.star.script.provider.MasterScriptProviderFactory")
    provider = factory.createScriptProvider("")
    script = provider.getScript( _
        "vnd.sun.star.script:double.py$" & entry & "?language=Python&location=user")
    AskPython = script.invoke(arguments, Array(), Array())
End Function
