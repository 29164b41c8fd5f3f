using System.Diagnostics;
using System.Runtime.InteropServices;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Resources;
using Xunit;

namespace AutoInstr.UnitTests.Resources;

/// <summary>What is said of this very process, and who has the last word.</summary>
public class ResourceFactoryTests
{
    private static readonly string EntryName = System.Reflection.Assembly.GetEntryAssembly()!.GetName().Name!;

    [Fact]
    public void Everything_about_this_process()
    {
        var attributes = Create(new());
        using var self = Process.GetCurrentProcess();
        Assert.Equal(EntryName, attributes["service.name"]);
        Assert.Equal("0.1.0", attributes["service.version"]);
        Assert.True(Guid.TryParse((string)attributes["service.instance.id"], out _));
        Assert.Equal("autoinstr", attributes["telemetry.distro.name"]);
        Assert.Equal("0.1.0", attributes["telemetry.distro.version"]);
        Assert.Equal("opentelemetry", attributes["telemetry.sdk.name"]);
        Assert.Equal("dotnet", attributes["telemetry.sdk.language"]);
        Assert.Equal((long)self.Id, attributes["process.pid"]);
        Assert.Equal(self.MainModule!.FileName, attributes["process.executable.path"]);
        Assert.Equal(Path.GetFileName(self.MainModule.FileName), attributes["process.executable.name"]);
        Assert.Equal(".NET", attributes["process.runtime.name"]);
        Assert.Equal(Environment.Version.ToString(), attributes["process.runtime.version"]);
        Assert.StartsWith(".NET ", (string)attributes["process.runtime.description"], StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText("/proc/sys/kernel/hostname").Trim().Split('.')[0], attributes["host.name"]);
        Assert.Contains((string)attributes["host.arch"], (string[])["amd64", "arm64"]);
        Assert.Equal("linux", attributes["os.type"]);
        Assert.Contains($"PRETTY_NAME=\"{attributes["os.description"]}\"", File.ReadAllText("/etc/os-release"), StringComparison.Ordinal);
        Assert.DoesNotContain("process.command_args", attributes.Keys);
        Assert.DoesNotContain("process.command_line", attributes.Keys);
    }

    [Fact]
    public void Each_instance_has_its_own_id() =>
        Assert.NotEqual(Create(new())["service.instance.id"], Create(new())["service.instance.id"]);

    [Fact]
    public void OTEL_SERVICE_NAME_wins_over_the_attributes_and_those_over_detectors()
    {
        var settings = new ResourceSettings
        {
            ServiceName = "by-name",
            Attributes =
            [
                new("service.name", "by-attribute"), new("service.version", "7"), new("service.instance.id", "mine"),
                new("process.pid", "x"),
                new("telemetry.sdk.language", "klingon"), new("k", "first"), new("k", "last"), new("empty", ""),
            ],
        };
        var attributes = Create(settings);
        Assert.Equal("by-name", attributes["service.name"]);
        Assert.Equal("7", attributes["service.version"]);
        Assert.Equal("mine", attributes["service.instance.id"]);
        Assert.Equal("x", attributes["process.pid"]);
        Assert.Equal("klingon", attributes["telemetry.sdk.language"]);
        Assert.Equal("last", attributes["k"]);
        Assert.DoesNotContain("empty", attributes.Keys);
        Assert.Equal("by-attribute", Create(settings with { ServiceName = null })["service.name"]);
    }

    [Theory]
    [InlineData("SERVICE", "service.instance.id")]
    [InlineData("HOST", "host.name")]
    [InlineData("OPERATINGSYSTEM", "os.type")]
    [InlineData("PROCESS", "process.pid")]
    [InlineData("PROCESSRUNTIME", "process.runtime.name")]
    public void A_detector_can_be_switched_off(string id, string attribute)
    {
        Assert.Contains(attribute, Create(new()).Keys);
        Assert.DoesNotContain(attribute, Create(new() { IsDetectorEnabled = asked => asked != id }).Keys);
    }

    [Fact]
    public void There_is_always_a_service_name()
    {
        var attributes = Create(new() { IsDetectorEnabled = _ => false });
        Assert.Equal("unknown_service:" + Path.GetFileName(Environment.ProcessPath), attributes["service.name"]);
        Assert.Equal(
            ["service.name", "telemetry.distro.name", "telemetry.distro.version", "telemetry.sdk.language", "telemetry.sdk.name",
                "telemetry.sdk.version"],
            attributes.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_detector_that_fails_is_left_out()
    {
        var attributes = ResourceFactory.Collect(new(), [new Failing(), new ProcessDetector()]);
        Assert.Equal("kept", attributes["before"]);
        Assert.Equal((long)Environment.ProcessId, attributes["process.pid"]);
    }

    [Fact]
    public void Ids_are_upper_case_and_unique()
    {
        var ids = ResourceFactory.AllDetectors().Select(detector => detector.Id).ToArray();
        Assert.Equal(["KUBERNETES", "SERVICE", "HOST", "OPERATINGSYSTEM", "PROCESS", "PROCESSRUNTIME", "CONTAINER"], ids);
    }

    [Theory]
    [InlineData("NAME=Fedora\nVERSION_ID=43\nPRETTY_NAME='Fedora Linux 43'", "Fedora", "43", "Fedora Linux 43")]
    [InlineData("NAME=\"A \\\"quoted\\\" \\$name\"\r\nVERSION_ID=\"1\"\r\nPRETTY_NAME=\"\"", "A \"quoted\" $name", "1", null)]
    [InlineData("# NAME=no\n=\nNAME\nNAME=\nVERSION_ID=\"", null, "\"", null)]
    [InlineData("", null, null, null)]
    public void The_distributions_own_words(string release, string? name, string? version, string? description)
    {
        var attributes = new ResourceAttributes();
        OperatingSystemDetector.AddRelease(release, attributes);
        Assert.Equal(
            (name, version, description),
            (attributes.Values.GetValueOrDefault("os.name"), attributes.Values.GetValueOrDefault("os.version"),
                attributes.Values.GetValueOrDefault("os.description")));
    }

    [Theory]
    [InlineData(Architecture.X64, "amd64")]
    [InlineData(Architecture.Arm64, "arm64")]
    [InlineData(Architecture.Arm, "arm32")]
    [InlineData(Architecture.X86, "x86")]
    [InlineData(Architecture.S390x, "s390x")]
    [InlineData(Architecture.Ppc64le, "ppc64")]
    [InlineData(Architecture.RiscV64, "riscv64")]
    public void Architectures_have_the_conventions_names(Architecture architecture, string expected) =>
        Assert.Equal(expected, HostDetector.ArchitectureName(architecture));

    private static Dictionary<string, object> Create(ResourceSettings settings) =>
        ResourceFactory.Create(settings).Attributes.ToDictionary();

    private sealed class Failing : ResourceDetector
    {
        public override string Id => "FAILING";

        public override void Detect(ResourceAttributes attributes)
        {
            attributes.Add("before", "kept");
            throw new UnauthorizedAccessException("no");
        }
    }
}
