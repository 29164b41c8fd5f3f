using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

// Uses the packages that an agent brings copies of, and prints what it got.
using var source = new ActivitySource("ExtensionsApp");
var services = new ServiceCollection()
    .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddEnvironmentVariables("APP_").Build())
    .AddLogging()
    .Configure<Greeting>(greeting => greeting.Text = "hello");
using var provider = services.BuildServiceProvider();
using (source.StartActivity("work"))
    Console.WriteLine(provider.GetRequiredService<IOptions<Greeting>>().Value.Text);
Console.WriteLine(provider.GetRequiredService<ILoggerFactory>().CreateLogger("app").GetType().FullName);
LoadedVersions.Print();
return 4;

internal sealed class Greeting
{
    public string Text { get; set; } = "";
}
