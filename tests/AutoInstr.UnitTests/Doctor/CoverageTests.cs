using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Sources;
using AutoInstr.Doctor.Application;
using AutoInstr.Doctor.Coverage;
using AutoInstr.Doctor.Report;
using AutoInstr.Patching;
using Xunit;

namespace AutoInstr.UnitTests.Doctor;

/// <summary>How libraries are said to be covered.</summary>
public sealed class CoverageTests
{
    private const string CommandType = "AutoInstr.UnitTests.Doctor.CoverageTests+ProviderCommand";

    private static readonly string ThisAssembly = typeof(CoverageTests).Assembly.Location;

    [Theory]
    [InlineData("Npgsql 8 - 10", "8.0", "11.0")]
    [InlineData("RabbitMQ.Client 7", "7.0", "8.0")]
    [InlineData("MongoDB.Driver 3.7 - 3.14", "3.7", "3.15")]
    [InlineData("OpenAI 2.x", "2.0", "3.0")]
    [InlineData("Orleans 10, with AddActivityPropagation", "10.0", "11.0")]
    [InlineData("ASP.NET Core 8 - 10, Grpc.AspNetCore 2", "8.0", "11.0")]
    [InlineData("SignalR server and client, .NET 9 and later", "9.0", null)]
    [InlineData("Elastic.Transport 0.4, Elastic.Clients.Elasticsearch 8 - 9", "0.4", "0.5")]
    [InlineData("Azure.* (everything on Azure.Core)", null, null)]
    [InlineData("HttpClient", null, null)]
    public void The_versions_in_the_name_of_a_row(string library, string? from, string? to)
    {
        var versions = CoveredVersions.Parse(library);
        Assert.Equal((from, to), (versions.From?.ToString(), versions.To?.ToString()));
    }

    [Fact]
    public void Every_row_with_a_number_has_versions() => Assert.All(
        Catalogue.Create().Where(row => !row.IsPatched && row.Library.Any(char.IsAsciiDigit)),
        row => Assert.NotNull(CoveredVersions.Parse(row.Library).From));

    [Fact]
    public void Every_row_says_which_assemblies_it_is_about_but_those_of_patches() => Assert.All(
        Catalogue.Create().Where(row => !row.IsPatched), row => Assert.NotEmpty(row.Assemblies));

    [Fact]
    public void A_library_with_a_source()
    {
        var covered = Assert.Single(Find(Package("Npgsql", "10.0.2")));
        Assert.Equal(("Npgsql", "10.0.2", "NPGSQL", "source", true, null),
            (covered.Name, covered.Version, covered.Instrumentation, covered.How, covered.IsCovered, covered.Reason));
    }

    [Fact]
    public void A_library_with_an_adapter() =>
        Assert.Equal("source and adapter", Assert.Single(Find(Package("MySqlConnector", "2.4.0"))).How);

    [Theory]
    [InlineData("6.8.1", nameof(Mark.Problem))]
    [InlineData("7.1.2", nameof(Mark.Ok))]
    [InlineData("8.0.0", nameof(Mark.Note))]
    public void Versions_older_and_newer_than_the_row(string version, string mark) =>
        Assert.Equal(mark, Check([Package("RabbitMQ.Client", version)]).Single("library").Mark.ToString());

    [Theory]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_NPGSQL_INSTRUMENTATION_ENABLED")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED")]
    [InlineData("OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED")]
    public void A_library_that_is_switched_off(string variable)
    {
        var environment = new Dictionary<string, string> { [variable] = "false" };
        var covered = Assert.Single(Find(Package("Npgsql", "10.0.2"), environment));
        Assert.Equal((false, variable), (covered.IsCovered, covered.SwitchedOffBy));
    }

    [Theory]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_SERILOG_INSTRUMENTATION_ENABLED", "false", "OTEL_DOTNET_AUTO_LOGS_SERILOG_INSTRUMENTATION_ENABLED")]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_INSTRUMENTATION_ENABLED", "false", "OTEL_DOTNET_AUTO_LOGS_INSTRUMENTATION_ENABLED")]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_ENABLED", "false", "OTEL_DOTNET_AUTO_LOGS_ENABLED")]
    [InlineData("OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED", "false", null)]
    [InlineData("OTEL_LOGS_EXPORTER", "none", "OTEL_LOGS_EXPORTER=none")]
    public void A_library_of_log_records_goes_by_their_switches(string variable, string value, string? by)
    {
        PatchTarget[] patches = [new("SERILOG", "Serilog", new(null, null), "*", "*")];
        var covered = Assert.Single(Find(Package("Serilog", "4.0.0"), new() { [variable] = value }, patches));
        Assert.Equal((by is null, by), (covered.IsCovered, covered.SwitchedOffBy));
    }

    [Fact]
    public void A_library_of_which_nobody_knows_is_not_mentioned() =>
        Assert.Equal("libraries", Assert.Single(Check([Package("Newtonsoft.Json", "13.0.3")]).Findings).Id);

    [Fact]
    public void The_patches_of_an_assembly_are_read()
    {
        var patches = PatchTargets.Read(ThisAssembly)!;
        Assert.Contains("DOCTOR", patches.Ids);
        Assert.Equal(
            [
                new PatchTarget("DOCTOR", "AutoInstr.UnitTests", new(new(2, 0), new(4, 0)), CommandType, "ExecuteScalar"),
                new PatchTarget("DOCTOR", "Patched", new(null, null), "Patched.Type", "*"),
            ],
            patches.Methods.Where(patch => patch.Instrumentation == "DOCTOR").OrderBy(patch => patch.Assembly, StringComparer.Ordinal));
        var derived = Assert.Single(patches.Derived, target => target.Instrumentation == "DOCTOR");
        Assert.Equal(("System.Data.Common.DbCommand", "Some.Type"), (derived.Type, derived.Unless));
        // What is excepted, and what the same assembly has patches for.
        Assert.Superset(new HashSet<string> { "Excepted", "Patched", "AutoInstr.UnitTests" }, derived.Except.ToHashSet());
    }

    [Theory]
    [InlineData("2.0.0", "ExecuteScalar", nameof(Mark.Ok), "patch (DOCTOR)")]
    [InlineData("1.9.0", "ExecuteScalar", nameof(Mark.Problem), "versions from 2.0 to below 4.0")]
    [InlineData("4.0.0", "ExecuteScalar", nameof(Mark.Problem), "versions from 2.0 to below 4.0")]
    [InlineData("3.0.0", "Execute", nameof(Mark.Problem), "there is no method")]
    public void A_library_with_a_patch(string version, string method, string mark, string text)
    {
        PatchTarget[] patches =
            [new("DOCTOR", "AutoInstr.UnitTests", new(new(2, 0), new(4, 0)), CommandType, method)];
        var finding = Check([Provider(version)], patches).Single("library");
        Assert.Equal(mark, finding.Mark.ToString());
        Assert.Contains(text, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_and_a_patch_share_the_versions_of_a_library()
    {
        PatchTarget[] patches = [new("RABBITMQ", "RabbitMQ.Client", new(new(5, 0), new(7, 0)), "*", "*")];
        Assert.Equal("patch", Assert.Single(Find(Package("RabbitMQ.Client", "6.8.1"), patches: patches)).How);
        Assert.Equal("source and adapter", Assert.Single(Find(Package("RabbitMQ.Client", "7.1.2"), patches: patches)).How);
    }

    [Fact]
    public void A_framework_s_assembly_is_patched_where_the_application_refers_to_it()
    {
        PatchTarget[] patches = [new("DOCTOR", "System.Data.Common", new(null, null), "*", "*")];
        var framework = new Library("System.Data.Common") { IsOfFramework = true, PackageVersion = new Version(10, 0, 0) };
        Assert.Equal("libraries", Assert.Single(Check([framework], patches).Findings).Id);
        Assert.Equal(Mark.Ok, Check([framework, Provider("1.0.0")], patches).Findings[0].Mark);
    }

    [Fact]
    public void An_unknown_ADO_NET_provider_is_noted()
    {
        var finding = Check([Provider("1.0.0")]).Single("library");
        Assert.Equal(Mark.Note, finding.Mark);
        Assert.Contains($"ADO.NET provider ({CommandType})", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("Some.Type", true)]
    [InlineData("System.Diagnostics.ActivitySource", false)]
    public void A_provider_that_is_covered_by_its_base_class(string? unless, bool isCovered)
    {
        var targets = new PatchTargets([], [new DerivedTarget("ADONET", "System.Data.Common.DbCommand", ["Other"], unless)]);
        var found = Rules(null, targets).Find(Provider("1.0.0"), isUsed: true);
        Assert.Equal(isCovered ? ["patch"] : [], found.Select(covered => covered.How));
        Assert.All(found, covered => Assert.True(covered.IsPatched));
    }

    [Fact]
    public void A_provider_with_patches_of_its_own_is_not_covered_by_its_base_class()
    {
        var targets = new PatchTargets([], [new DerivedTarget("ADONET", "System.Data.Common.DbCommand", ["AutoInstr.UnitTests"], null)]);
        Assert.Empty(Rules(null, targets).Find(Provider("1.0.0"), isUsed: true));
    }

    private static Library Package(string name, string version) =>
        new(name) { Package = name, PackageVersion = Version.Parse(version), FileVersion = Version.Parse(version + ".0") };

    private static Library Provider(string version) =>
        Package("AutoInstr.UnitTests", version) with { Open = () => File.OpenRead(ThisAssembly) };

    private static IReadOnlyList<CoveredLibrary> Find(
        Library library, Dictionary<string, string>? environment = null, IReadOnlyList<PatchTarget>? patches = null) =>
        Rules(environment, new PatchTargets(patches ?? [], [])).Find(library, isUsed: true);

    private static Section Check(IReadOnlyList<Library> libraries, IReadOnlyList<PatchTarget>? patches = null) =>
        new CoverageCheck(Rules(null, new PatchTargets(patches ?? [], []))).Run(libraries);

    private static CoverageRules Rules(Dictionary<string, string>? environment, PatchTargets patches)
    {
        environment ??= [];
        var settings = AgentSettings.Read(environment.GetValueOrDefault, _ => { });
        return new CoverageRules(Catalogue.Create(), patches, new InstrumentationSwitches(settings, environment.GetValueOrDefault));
    }

    [Instrumentation("DOCTOR")]
    [Patch("AutoInstr.UnitTests", From = "2", To = "4.0", Type = CommandType, Method = "ExecuteScalar", Parameters = [])]
    [Patch("Patched", Type = "Patched.Type", Method = "*")]
    [PatchDerived("System.Data.Common", Type = "System.Data.Common.DbCommand", Methods = ["Execute"], Except = ["Excepted"],
        Unless = "Some.Type")]
    private static class SomePatch
    {
    }

    /// <summary>Makes this assembly an ADO.NET provider.</summary>
    private abstract class ProviderCommand : DbCommand
    {
        [AllowNull]
        public override string CommandText { get; set; }

        public override object? ExecuteScalar() => null;
    }
}
