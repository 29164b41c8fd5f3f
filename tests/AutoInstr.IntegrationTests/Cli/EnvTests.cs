using AutoInstr.IntegrationTests.Harness;
using Xunit;
using YamlDotNet.Serialization;

namespace AutoInstr.IntegrationTests.Cli;

/// <summary>What <c>autoinstr env</c> prints is understood by what it is meant for, whatever the values are.</summary>
public sealed class EnvTests
{
    private const string Awkward = "a=\"b\" 'c' \\ $HOME $(id) ${X} `id` # é: - {}\t|\u0001\u2028end";

    private static readonly (string Name, string Value)[] Expected =
    [
        ("DOTNET_ADDITIONAL_DEPS", "/the kit/deps"), ("DOTNET_SHARED_STORE", "/the kit/store"),
        ("DOTNET_STARTUP_HOOKS", "/the kit/AutoInstr.StartupHook.dll"),
        ("OTEL_LOG_LEVEL", ""), ("OTEL_RESOURCE_ATTRIBUTES", Awkward), ("OTEL_SERVICE_NAME", "true"), ("OTEL_TRACES_SAMPLER_ARG", "0.10"),
    ];

    private static readonly string[] Arguments =
        ["--kit", "/the kit", "--service_name", "true", "--traces_sampler_arg=0.10", "--resource_attributes", Awkward, "--log_level="];

    [Fact]
    public async Task The_shell_takes_the_variables_and_appends_the_kit_once()
    {
        var run = await CommandLineTool.RunShellAsync(
            """
            set -eu
            variables=$("$AUTOINSTR" env --kit '/the kit' --service_name true --traces_sampler_arg=0.10 --resource_attributes "$AWKWARD" --log_level=)
            export DOTNET_STARTUP_HOOKS=/other.dll
            eval "$variables"
            eval "$variables"
            env | grep -E '^(OTEL|DOTNET_[AS])' | sort
            """,
            new Dictionary<string, string?> { ["AWKWARD"] = Awkward, ["LC_ALL"] = "C" });
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var lines = Expected.Select(
            variable => $"{variable.Name}={(variable.Name == "DOTNET_STARTUP_HOOKS" ? "/other.dll:" : "")}{variable.Value}\n");
        Assert.Equal(string.Concat(lines), run.Output);
    }

    [Fact]
    public async Task Compose_reads_the_same_values()
    {
        var run = await CommandLineTool.RunAsync(["env", "--format", "compose", .. Arguments]);
        var document = new Deserializer().Deserialize<Dictionary<string, Dictionary<string, string>>>(run.Output);
        Assert.Equal(Expected, document["environment"].Select(variable => (variable.Key, Undouble(variable.Value)))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Kubernetes_reads_the_same_values()
    {
        var run = await CommandLineTool.RunAsync(["env", "--format", "k8s", .. Arguments]);
        var document = new Deserializer().Deserialize<Dictionary<string, List<Dictionary<string, string>>>>(run.Output);
        Assert.Equal(Expected, document["env"].Select(variable => (variable["name"], Undouble(variable["value"])))
            .OrderBy(variable => variable.Item1, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_dockerfile_has_one_instruction_for_each_variable()
    {
        var run = await CommandLineTool.RunAsync(["env", "--format=dockerfile", .. Arguments]);
        Assert.All(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches("^ENV [A-Z_]+=(\"([^\"\\\\$]|\\\\[\"\\\\$])*\"|[^\" \\\\$]+)$", line));
        Assert.Contains("ENV OTEL_TRACES_SAMPLER_ARG=0.10\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_kit_is_the_programs_own_folder_unless_given()
    {
        var run = await CommandLineTool.RunAsync(["env", "--format", "dockerfile"]);
        Assert.Contains($"ENV DOTNET_STARTUP_HOOKS={Repository.Hook}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_kit_is_not_printed()
    {
        var folder = CommandLineTool.CopyAlone();
        try
        {
            var run = await CommandLineTool.RunAsync(["env"], program: Path.Combine(folder, "autoinstr"));
            Assert.Equal(
                new AppRun(1, "", $"autoinstr: {Path.Combine(folder, "AutoInstr.StartupHook.dll")} is missing; install the kit again\n"),
                run);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Two dollar signs stand for one, as in Compose and in Kubernetes.</summary>
    private static string Undouble(string value)
    {
        Assert.Equal(value.Replace("$$", ""), value.Replace("$", ""));
        return value.Replace("$$", "$");
    }
}
