extern alias cli;

using cli::AutoInstr.Cli;
using cli::AutoInstr.Cli.Activation;
using cli::AutoInstr.Cli.Commands;
using cli::AutoInstr.Cli.Formats;
using Xunit;

namespace AutoInstr.UnitTests.Cli;

/// <summary>What <c>autoinstr env</c> prints, to the letter.</summary>
public class FormatTests
{
    [Fact]
    public void Dockerfile() => Assert.Equal(
        """
        ENV DOTNET_STARTUP_HOOKS="/auto instr/hook.dll"
        ENV OTEL_SERVICE_NAME=orders-1.0
        ENV OTEL_RESOURCE_ATTRIBUTES="a=\"b\" \\ \$HOME 'x' é #"
        ENV OTEL_TRACES_EXPORTER=""

        """,
        Write("dockerfile"));

    [Fact]
    public void Shell() => Assert.Equal(
        """
        case ":${DOTNET_STARTUP_HOOKS:-}:" in *:'/auto instr/hook.dll':*) ;; *) export DOTNET_STARTUP_HOOKS="${DOTNET_STARTUP_HOOKS:+$DOTNET_STARTUP_HOOKS:}"'/auto instr/hook.dll' ;; esac
        export OTEL_SERVICE_NAME='orders-1.0'
        export OTEL_RESOURCE_ATTRIBUTES='a="b" \ $HOME '\''x'\'' é #'
        export OTEL_TRACES_EXPORTER=''

        """,
        Write("shell"));

    [Fact]
    public void Compose() => Assert.Equal(
        """
        environment:
          DOTNET_STARTUP_HOOKS: "/auto instr/hook.dll"
          OTEL_SERVICE_NAME: "orders-1.0"
          OTEL_RESOURCE_ATTRIBUTES: "a=\"b\" \\ $$HOME 'x' é #"
          OTEL_TRACES_EXPORTER: ""

        """,
        Write("compose"));

    [Fact]
    public void Kubernetes() => Assert.Equal(
        """
        env:
          - name: DOTNET_STARTUP_HOOKS
            value: "/auto instr/hook.dll"
          - name: OTEL_SERVICE_NAME
            value: "orders-1.0"
          - name: OTEL_RESOURCE_ATTRIBUTES
            value: "a=\"b\" \\ $$HOME 'x' é #"
          - name: OTEL_TRACES_EXPORTER
            value: ""

        """,
        Write("k8s"));

    [Fact]
    public void A_line_break_in_a_dockerfile_is_refused() =>
        Assert.Contains("line break in OTEL_SERVICE_NAME",
            Assert.Throws<UsageException>(() => Write("dockerfile", "a\nRUN rm -rf /")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unknown_format_is_refused() =>
        Assert.Equal("--format yaml is not one of dockerfile, shell, compose, k8s",
            Assert.Throws<UsageException>(() => VariableFormat.Find("yaml")).Message);

    [Theory]
    [InlineData("relative")]
    [InlineData("/a:b")]
    [InlineData("/a\nb")]
    [InlineData("")]
    public void A_kit_whose_path_would_end_applications_is_refused(string path) =>
        Assert.Throws<UsageException>(() => EnvCommand.Execute(["--kit", path], new Kit("/nowhere"), TextWriter.Null));

    [Fact]
    public void Nothing_is_run() =>
        Assert.Equal("'dotnet' is not expected: env runs nothing",
            Assert.Throws<UsageException>(() => EnvCommand.Execute(["dotnet"], new Kit("/nowhere"), TextWriter.Null)).Message);

    private static string Write(string format, string name = "orders-1.0")
    {
        var output = new StringWriter { NewLine = "\n" };
        VariableFormat.Find(format)
            .Write(output, [new PathVariable("DOTNET_STARTUP_HOOKS", "/auto instr/hook.dll")], new Dictionary<string, string>
            {
                ["OTEL_SERVICE_NAME"] = name,
                ["OTEL_RESOURCE_ATTRIBUTES"] = "a=\"b\" \\ $HOME 'x' é #",
                ["OTEL_TRACES_EXPORTER"] = "",
            });
        return output.ToString();
    }
}
