using Microsoft.Extensions.Configuration;
using Microsoft.FeatureManagement;

namespace Libraries.Services;

/// <summary>A feature flag with telemetry, evaluated once.</summary>
static class Features
{
    public static async Task RunAsync()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["feature_management:feature_flags:0:id"] = "Beta",
            ["feature_management:feature_flags:0:enabled"] = "true",
            ["feature_management:feature_flags:0:telemetry:enabled"] = "true",
        }).Build();
        var features = new FeatureManager(new ConfigurationFeatureDefinitionProvider(configuration));
        Console.WriteLine(await features.IsEnabledAsync("Beta"));
    }
}
