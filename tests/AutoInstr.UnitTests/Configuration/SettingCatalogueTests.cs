using System.Text.RegularExpressions;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Resources;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class SettingCatalogueTests
{
    // The startup hook and the patch engine read these without the agent.
    private static readonly string[] ReadByTheHook =
    [
        "OTEL_SDK_DISABLED", "OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES", "AUTOINSTR_INCLUDE_PROCESSES", "OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED",
        "AUTOINSTR_REEXEC", "AUTOINSTR_DEFAULTS", "AUTOINSTR_PATCHES", "AUTOINSTR_TRACE_METHODS", "AUTOINSTR_TRACE_METHODS_PER_SECOND",
    ];

    private static IEnumerable<Setting> All => SettingCatalogue.Sections.SelectMany(section => section.Settings);

    [Fact]
    public void It_lists_what_is_read_and_nothing_else()
    {
        // Values with which no reader stops early.
        var environment = new TestEnvironment(
            ("OTEL_TRACES_EXPORTER", "otlp,zipkin"),
            ("OTEL_METRICS_EXPORTER", "otlp,prometheus"),
            ("OTEL_TRACES_SAMPLER", "traceidratio"),
            ("OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY", "disk"),
            ("OTEL_DOTNET_EXPERIMENTAL_OTLP_DISK_RETRY_DIRECTORY_PATH", "/tmp"));
        var settings = environment.Read();
        settings.Traces.IsInstrumentationEnabled("{ID}");
        settings.Metrics.IsInstrumentationEnabled("{ID}");
        settings.Logs.IsInstrumentationEnabled("{ID}");
        settings.Resource.IsDetectorEnabled("{ID}");
        var ofPods = new List<string>();
        new KubernetesDetector(name =>
        {
            ofPods.Add(name);
            return name.EndsWith("POD_NAME", StringComparison.Ordinal) ? "pod" : null;
        }, static () => []).Detect(new ResourceAttributes());
        Assert.Equal(
            environment.Asked.Concat(["OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"])
                .Select(OfAnySignal).Concat(ReadByTheHook).Concat(ofPods).Distinct().Order(StringComparer.Ordinal),
            All.Select(setting => setting.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>What each signal has of its own stands there once.</summary>
    private static string OfAnySignal(string name) => Regex.Replace(
        name,
        "^(OTEL_EXPORTER_OTLP_)(TRACES|METRICS|LOGS)(_(?!TEMPORALITY|DEFAULT))|" +
        "^(OTEL_DOTNET_AUTO_)(TRACES|METRICS|LOGS)(_({ID}_)?INSTRUMENTATION_ENABLED)$",
        "$1$4{SIGNAL}$3$6");

    [Fact]
    public void Its_texts_fit_a_table() => Assert.All(All, setting =>
    {
        Assert.EndsWith(".", setting.Description, StringComparison.Ordinal);
        Assert.DoesNotContain('|', setting.Description);
        Assert.DoesNotContain('|', setting.Default);
    });
}
