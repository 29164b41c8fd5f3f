using System.Diagnostics;
using Microsoft.Extensions.Options;

public static class PlugIn
{
    private static readonly ActivitySource Source = new("Plugin");

    public static string Run()
    {
        using var activity = Source.StartActivity("plugged");
        return Options.Create(new object()).GetType().Assembly.FullName!;
    }
}
