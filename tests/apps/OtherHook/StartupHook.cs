internal static class StartupHook
{
    public static void Initialize() => System.Console.WriteLine("the other hook ran");
}
