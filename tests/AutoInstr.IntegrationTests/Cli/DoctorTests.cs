using System.Text.Json;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Patching;
using AutoInstr.Viewer;
using Xunit;

namespace AutoInstr.IntegrationTests.Cli;

/// <summary><c>autoinstr doctor</c> on real applications, running and not: what it says, and its exit code.</summary>
public sealed class DoctorTests
{
    private static readonly TestApp Databases = TestApp.Library("Libraries.Databases");
    private static readonly TestApp Web = new("WebApp", Framework: "net10.0");

    [Theory]
    [InlineData("10.0", "http/protobuf")]
    [InlineData("10.0", "grpc")]
    [InlineData("8.0", "grpc")]
    public async Task A_healthy_application_and_its_receiver(string runtime, string protocol)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var port = protocol == "grpc" ? receiver.GrpcPort : receiver.HttpPort;
        var env = Environment(
            receiver, ("OTEL_EXPORTER_OTLP_ENDPOINT", $"127.0.0.1:{port}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol));
        env["DOTNET_ROOT"] = Path.GetDirectoryName(Repository.Dotnet(runtime));

        var run = await DoctorAsync(env, new TestApp("ConsoleApp", runtime, "net" + runtime).Folder);

        AssertHealthy(run);
        Assert.Contains($"ok       ConsoleApp: .NET {runtime}.", run.Output, StringComparison.Ordinal);
        Assert.Contains("all as they were built", run.Output, StringComparison.Ordinal);
        Assert.Contains("ok       DOTNET_STARTUP_HOOKS names the hook", run.Output, StringComparison.Ordinal);
        Assert.Contains("source and adapter (HTTPCLIENT)", run.Output, StringComparison.Ordinal);
        Assert.Contains("takes spans, by " + protocol, run.Output, StringComparison.Ordinal);
        // The question is a real request, and no span.
        Assert.Empty(receiver.Names());
    }

    [Fact]
    public async Task NET_8_starts_once_with_two_more_variables()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var env = Environment(receiver);
        env["DOTNET_ROOT"] = Path.GetDirectoryName(Repository.Dotnet("8.0"));
        var folder = new TestApp("ConsoleApp", "8.0", "net8.0").Folder;

        Assert.Contains("note     the application is executed once", (await DoctorAsync(env, folder)).Output, StringComparison.Ordinal);
        env["DOTNET_ADDITIONAL_DEPS"] = Path.Combine(Repository.Kit, "deps");
        env["DOTNET_SHARED_STORE"] = Path.Combine(Repository.Kit, "store");
        Assert.Contains("the application starts once", (await DoctorAsync(env, folder)).Output, StringComparison.Ordinal);
        env["DOTNET_SHARED_STORE"] = null;
        env["DOTNET_ADDITIONAL_DEPS"] = null;
        env["AUTOINSTR_REEXEC"] = "false";
        await AssertProblemAsync(env, "AUTOINSTR_REEXEC=false forbids the second start", folder);
    }

    [Fact]
    public async Task How_many_of_its_own_methods_are_traced()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var env = Environment(receiver, ("AUTOINSTR_TRACE_METHODS", "Shop.Billing.Invoice.Often;Shop.Biling.*"));

        var run = await DoctorAsync(env, PatchedRun.App().Folder);

        AssertHealthy(run);
        Assert.Contains("  ok       Shop.Billing.Invoice.Often fits 1 method\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  note     Shop.Biling.* fits no method", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_libraries_of_an_application_for_programs()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var env = Environment(receiver, ("OTEL_DOTNET_AUTO_TRACES_MONGODB_INSTRUMENTATION_ENABLED", "false"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=s3cret"));

        var run = await DoctorAsync(env, Databases.Dll, "--format", "json");

        AssertHealthy(run);
        Assert.DoesNotContain("s3cret", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(run.Output);
        var root = json.RootElement;
        Assert.True(root.GetProperty("ok").GetBoolean());
        Assert.Equal(
            ["application", "kit", "activation", "settings", "libraries", "attaching", "delivery"],
            root.GetProperty("sections").EnumerateArray().Select(section => section.GetProperty("id").GetString()));
        var npgsql = Library(root, "Npgsql");
        Assert.Equal(("NPGSQL", "source", true), (npgsql.GetProperty("instrumentation").GetString(), npgsql.GetProperty("how").GetString(),
            npgsql.GetProperty("covered").GetBoolean()));
        Assert.StartsWith("10.", npgsql.GetProperty("version").GetString(), StringComparison.Ordinal);
        Assert.Equal("patch", Library(root, "Microsoft.Data.Sqlite.Core").GetProperty("how").GetString());
        var mongo = Library(root, "MongoDB.Driver");
        Assert.Equal((false, "OTEL_DOTNET_AUTO_TRACES_MONGODB_INSTRUMENTATION_ENABLED"),
            (mongo.GetProperty("covered").GetBoolean(), mongo.GetProperty("switchedOffBy").GetString()));
        Assert.Contains(root.GetProperty("settings").EnumerateArray(), setting =>
            setting.GetProperty("name").GetString() == "OTEL_EXPORTER_OTLP_HEADERS" &&
            setting.GetProperty("value").GetString() == "authorization=[hidden]");
    }

    [Theory]
    [InlineData("DOTNET_STARTUP_HOOKS", null, "DOTNET_STARTUP_HOOKS does not name the hook")]
    [InlineData("DOTNET_STARTUP_HOOKS", "/nowhere/AutoInstr.StartupHook.dll", "is not there, which ends every .NET application")]
    [InlineData("OTEL_SDK_DISABLED", "true", "OTEL_SDK_DISABLED=true switches everything off")]
    [InlineData("OTEL_TRACES_EXPORTER", "none", "nothing is exported")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes", "OTEL_TRACES_SAMPLER: 'sometimes' is not one of")]
    [InlineData("OTEL_SERVICE_NAM", "x", "OTEL_SERVICE_NAM is not a setting; OTEL_SERVICE_NAME is")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:1", "connection refused; is a receiver running there?")]
    [InlineData("OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES", "WebApp", "the hook leaves WebApp alone")]
    [InlineData("AUTOINSTR_PATCHES", "/nowhere/Patches.dll", "AUTOINSTR_PATCHES: /nowhere/Patches.dll is not an assembly")]
    public async Task A_problem_of_the_environment(string name, string? value, string says)
    {
        await using var receiver = await Spans.ReceiveAsync();
        await AssertProblemAsync(Environment(receiver, (name, value)), says, Web.Folder);
    }

    [Fact]
    public async Task Patches_need_an_attachment()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var env = Environment(receiver, [.. PatchedRun.Environment().Select(variable => (variable.Key, variable.Value))]);
        var folder = PatchedRun.App().Folder;

        var run = await DoctorAsync(env, folder);
        Assert.Matches("ok       PatchedLibrary [0-9.]+: patch \\(SAMPLE\\)", run.Output);
        Assert.Contains("ok       the native library can be loaded here", run.Output, StringComparison.Ordinal);
        Assert.Contains("ok       patches can be applied", run.Output, StringComparison.Ordinal);
        AssertHealthy(run);

        foreach (var (name, value, says) in ((string, string, string)[])[
            ("DOTNET_EnableDiagnostics", "0", "DOTNET_EnableDiagnostics=0 forbids it"),
            ("TMPDIR", "/nowhere", "the temporary folder /nowhere is missing"),
            ("OTEL_DOTNET_AUTO_TRACES_SAMPL_INSTRUMENTATION_ENABLED", "1", "OTEL_DOTNET_AUTO_TRACES_SAMPLE_INSTRUMENTATION_ENABLED is")])
            await AssertProblemAsync(new Dictionary<string, string?>(env) { [name] = value }, says, folder);
    }

    [Fact]
    public async Task Log_records_of_a_web_application_need_one_too()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var run = await DoctorAsync(Environment(receiver, ("OTEL_LOGS_EXPORTER", "otlp")), Web.Folder);
        AssertHealthy(run);
        Assert.Matches("ok       Microsoft.Extensions.Logging [0-9.]+: patch \\(ILOGGER\\)", run.Output);

        await AssertProblemAsync(
            Environment(receiver, ("OTEL_LOGS_EXPORTER", "otlp"), ("DOTNET_EnableDiagnostics", "0")),
            "DOTNET_EnableDiagnostics=0 forbids it", Web.Folder);
    }

    [Fact]
    public async Task A_process_whose_port_for_scrapes_is_another_s()
    {
        await using var receiver = await Spans.ReceiveAsync();
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var port = ((System.Net.IPEndPoint)other.LocalEndpoint).Port.ToString();
        await using var app = Web.StartHooked(receiver, ["--urls", "http://127.0.0.1:0"], new Dictionary<string, string?>
        {
            ["OTEL_METRICS_EXPORTER"] = "prometheus",
            ["OTEL_EXPORTER_PROMETHEUS_PORT"] = port,
        });
        await app.WaitForAddressAsync();

        var run = await DoctorAsync(new Dictionary<string, string?>(), "--pid", app.Id.ToString());

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"problem  prometheus: the process does not listen on port {port}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("single-file", "single file, framework-dependent", 0)]
    [InlineData("self-contained", "self-contained", 0)]
    [InlineData("self-contained-single-file", "single file, self-contained", 0)]
    [InlineData("self-contained-8.0", "which cannot be given the System.Diagnostics.DiagnosticSource", 1)]
    public async Task The_ways_of_publishing(string form, string says, int exitCode)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var folder = Path.Combine(Repository.Artifacts, "published", form);
        foreach (var path in (string[])[folder, Path.Combine(folder, "ConsoleApp")])
        {
            var run = await DoctorAsync(Environment(receiver), path);
            Assert.Equal((exitCode, ""), (run.ExitCode, run.Errors));
            Assert.Contains(says, run.Output, StringComparison.Ordinal);
            Assert.Contains("(HTTPCLIENT)", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_running_process()
    {
        await using var receiver = await Spans.ReceiveAsync();
        await using var app = Web.StartHooked(receiver, ["--urls", "http://127.0.0.1:0"]);
        await app.WaitForAddressAsync();

        // The doctor's own environment is none of its business then.
        var run = await DoctorAsync(new Dictionary<string, string?> { ["OTEL_TRACES_SAMPLER"] = "wrong" }, "--pid", app.Id.ToString());

        AssertHealthy(run);
        Assert.Contains("ok       the process has loaded the agent", run.Output, StringComparison.Ordinal);
        Assert.Contains("(ASPNETCORE)", run.Output, StringComparison.Ordinal);
        Assert.Contains("ok       OTEL_SERVICE_NAME=test", run.Output, StringComparison.Ordinal);
        Assert.Contains("takes spans, by grpc", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_process_with_a_patched_library()
    {
        await using var receiver = await Spans.ReceiveAsync();
        var temporary = Directory.CreateTempSubdirectory("autoinstr-tmp-").FullName;
        try
        {
            await using var app = new TestApp("TasksApi").StartHooked(
                receiver, ["--urls", "http://127.0.0.1:0"], new Dictionary<string, string?> { ["TMPDIR"] = temporary });
            using var client = new HttpClient { BaseAddress = await app.WaitForAddressAsync() };
            await client.GetStringAsync("/tasks", TestContext.Current.CancellationToken);

            var run = await DoctorAsync(new Dictionary<string, string?>(), "--pid", app.Id.ToString());

            AssertHealthy(run);
            Assert.Contains("patch (SQLITE)", run.Output, StringComparison.Ordinal);
            Assert.Matches($"ok       the diagnostics socket {temporary}/dotnet-diagnostic-{app.Id}-.* is there", run.Output);
            Assert.Contains("ok       the process has loaded the native library", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    [Fact]
    public async Task A_process_without_the_hook_or_that_is_none()
    {
        await using var app = Web.StartBare(["--urls", "http://127.0.0.1:0"]);
        await app.WaitForAddressAsync();
        await AssertProblemAsync(new Dictionary<string, string?>(), "the process has not loaded the hook", "--pid", app.Id.ToString());
        Assert.Equal(
            new AppRun(2, "", "autoinstr: there is no process 999999999; see autoinstr doctor --help\n"),
            await DoctorAsync(new Dictionary<string, string?>(), "--pid=999999999"));
    }

    [Theory]
    [InlineData("agent/net10.0/AutoInstr.Agent.dll")]
    [InlineData("patches/net10.0/AutoInstr.Patching.dll")]
    [InlineData("AutoInstr.StartupHook.dll")]
    [InlineData("store")]
    public async Task A_damaged_kit_is_looked_at_to_its_end(string missing)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var kit = CopyKit();
        try
        {
            var path = Path.Combine(kit, missing);
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
            var env = Environment(receiver, ("DOTNET_STARTUP_HOOKS", Path.Combine(kit, "AutoInstr.StartupHook.dll")));

            var run = await CommandLineTool.RunAsync(["doctor", Web.Folder], env, Path.Combine(kit, "autoinstr"));

            Assert.Equal((1, ""), (run.ExitCode, run.Errors));
            Assert.Matches($"problem  {path}.* is missing", run.Output);
            Assert.Contains("ok       WebApp: .NET 10", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(kit, recursive: true);
        }
    }

    [Theory]
    [InlineData("autoinstr: there is no file or folder /nowhere; see autoinstr doctor --help\n", "/nowhere")]
    [InlineData("autoinstr: --format xml is not one of text, json; see autoinstr doctor --help\n", "--format", "xml")]
    public async Task Arguments_that_make_no_sense(string error, params string[] args) =>
        Assert.Equal(new AppRun(2, "", error), await DoctorAsync(new Dictionary<string, string?>(), args));

    [Fact]
    public async Task Help()
    {
        var run = await DoctorAsync(new Dictionary<string, string?>(), "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.StartsWith("autoinstr doctor", run.Output, StringComparison.Ordinal);
    }

    private static Task<AppRun> DoctorAsync(IReadOnlyDictionary<string, string?> env, params string[] args) =>
        CommandLineTool.RunAsync(["doctor", .. args], env);

    private static Dictionary<string, string?> Environment(OtlpReceiver receiver, params (string Name, string? Value)[] more)
    {
        var env = TestApp.Hooked(receiver);
        foreach (var (name, value) in more)
            env[name] = value;
        return env;
    }

    private static JsonElement Library(JsonElement root, string name) =>
        Assert.Single(root.GetProperty("libraries").EnumerateArray(), library => library.GetProperty("name").GetString() == name);

    private static void AssertHealthy(AppRun run)
    {
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal("", run.Errors);
    }

    private static async Task AssertProblemAsync(IReadOnlyDictionary<string, string?> env, string says, params string[] args)
    {
        var run = await DoctorAsync(env, args);
        Assert.Equal((1, ""), (run.ExitCode, run.Errors));
        Assert.Contains(run.Output.Split('\n'), line =>
            line.StartsWith("  problem  ", StringComparison.Ordinal) && line.Contains(says, StringComparison.Ordinal));
    }

    private static string CopyKit()
    {
        var folder = Directory.CreateTempSubdirectory("autoinstr-kit-").FullName;
        foreach (var file in Directory.GetFiles(Repository.Kit, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Repository.Kit, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return folder;
    }
}
