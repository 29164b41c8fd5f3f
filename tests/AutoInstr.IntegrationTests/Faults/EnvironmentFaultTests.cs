using AutoInstr.IntegrationTests.Harness;
using Xunit;

namespace AutoInstr.IntegrationTests.Faults;

/// <summary>Hostile surroundings: the application does under the hook what it does without, and its spans arrive where they can.</summary>
public sealed class EnvironmentFaultTests
{
    private static readonly Dictionary<string, string?> Sources = new() { ["OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES"] = "ConsoleApp" };

    [Fact]
    public async Task Every_setting_malformed()
    {
        await using var receiver = await Spans.ReceiveAsync();
        string[] names =
        [
            "OTEL_TRACES_EXPORTER", "OTEL_TRACES_SAMPLER", "OTEL_TRACES_SAMPLER_ARG", "OTEL_PROPAGATORS",
            "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT", "OTEL_BSP_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
            "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT", "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT", "OTEL_SPAN_EVENT_COUNT_LIMIT",
            "OTEL_SPAN_LINK_COUNT_LIMIT",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TIMEOUT", "OTEL_EXPORTER_OTLP_COMPRESSION",
            "OTEL_EXPORTER_OTLP_INSECURE",
            "OTEL_EXPORTER_OTLP_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "OTEL_EXPORTER_OTLP_CLIENT_KEY",
            "OTEL_LOG_LEVEL", "OTEL_DOTNET_AUTO_LOGGER", "OTEL_DOTNET_AUTO_LOG_FILE_SIZE", "OTEL_DOTNET_AUTO_TRACES_ENABLED",
            "AUTOINSTR_EXISTING_SDK", "AUTOINSTR_SHUTDOWN_TIMEOUT",
        ];
        var env = new Dictionary<string, string?>(Sources);
        foreach (var name in names)
            env[name] = "?=%zz wrong";
        // By default, and on this port, the protocol is http/protobuf.
        env["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.HttpEndpoint.ToString();
        env["OTEL_RESOURCE_ATTRIBUTES"] = "no equals sign,=no key";

        var bare = await Console.RunBareAsync();
        var hooked = await Console.RunHookedAsync(receiver, env: env);

        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        Assert.All(names.Append("OTEL_RESOURCE_ATTRIBUTES"),
            name => Assert.Contains(hooked.Said, line => line.Contains(name, StringComparison.Ordinal)));
        // What is used instead is the default: the exporter is otlp and the endpoint was right.
        Assert.Contains("last", (await receiver.WaitAsync("last")).Select(span => span.Name));
    }

    [Theory]
    [InlineData("HOME")]
    [InlineData("TMPDIR")]
    [InlineData("PATH")]
    public async Task A_variable_is_missing(string name)
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await Console.RunBareAsync(env: new Dictionary<string, string?> { [name] = null });
        var hooked = await Console.RunHookedAsync(receiver, env: new Dictionary<string, string?>(Sources) { [name] = null });

        Assert.Equal(bare, hooked);
        await receiver.WaitAsync("last");
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task No_temporary_folder(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var env = new Dictionary<string, string?>(Sources) { ["TMPDIR"] = "/nowhere/at/all", ["HOME"] = "/nowhere" };
        var app = new TestApp("ConsoleApp", runtime, "net" + runtime);

        var bare = await app.RunBareAsync(env: env);
        var hooked = await app.RunHookedAsync(receiver, env: env);

        Assert.Equal(bare, hooked);
        await receiver.WaitAsync("last");
    }

    [Fact]
    public async Task Two_thousand_threads()
    {
        await using var receiver = await Spans.ReceiveAsync();

        var bare = await Console.RunBareAsync(["threads", "2000"]);
        var hooked = await Console.RunHookedAsync(
            receiver, ["threads", "2000"], new Dictionary<string, string?>(Sources) { ["OTEL_BSP_MAX_QUEUE_SIZE"] = "10000" });

        Assert.Equal(bare, hooked);
        Assert.Equal(2000, (await receiver.WaitAsync(2001)).Count(span => span.Name == "busy"));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Another_user_with_nothing_writable(string runtime)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to run the application as another user");
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("ConsoleApp", runtime, "net" + runtime);
        app = app with
        {
            Command = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all",
            "--no-new-privs", Repository.Dotnet(runtime), app.Dll]
        };
        var env = new Dictionary<string, string?> { ["HOME"] = "/proc", ["TMPDIR"] = "/proc" };

        var bare = await app.RunBareAsync(env: env);
        var hooked = await app.RunHookedAsync(
            receiver, env: new Dictionary<string, string?>(env.Concat(Sources)) { ["OTEL_DOTNET_AUTO_LOGGER"] = "file" });

        Assert.Equal((bare.ExitCode, bare.Output, bare.Errors), (hooked.ExitCode, hooked.Output, hooked.OwnErrors));
        await receiver.WaitAsync("last");
    }

    [Fact]
    public async Task A_read_only_file_system()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root, to mount a file system read-only in a namespace");
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp("ConsoleApp")
        {
            Command = ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", "mount -o remount,ro,bind / && exec \"$@\"", "sh",
                Repository.Dotnet("10.0"), Console.Dll],
        };

        var bare = await app.RunBareAsync();
        Assert.SkipWhen(bare.ExitCode == 32, "this machine does not allow mounts: " + bare.Errors);
        var hooked = await app.RunHookedAsync(receiver, env: Sources);

        Assert.Equal(bare, hooked);
        await receiver.WaitAsync("last");
    }

    [Fact]
    public async Task Standard_error_is_closed()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var app = new TestApp(
            "ConsoleApp")
        { Command = ["/bin/sh", "-c", "exec \"$@\" 2>&-", "sh", Repository.Dotnet("10.0"), Console.Dll] };

        var bare = await app.RunBareAsync();
        var hooked =
            await app.RunHookedAsync(receiver, env: new Dictionary<string, string?>(Sources) { ["OTEL_TRACES_SAMPLER"] = "wrong" });

        Assert.Equal((bare.ExitCode, bare.Output), (hooked.ExitCode, hooked.Output));
        await receiver.WaitAsync("last");
    }

    private static TestApp Console { get; } = new("ConsoleApp", Framework: "net10.0");
}
