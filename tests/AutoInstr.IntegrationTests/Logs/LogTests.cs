using System.Text.RegularExpressions;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.Viewer;
using AutoInstr.Viewer.Otlp;
using Xunit;

namespace AutoInstr.IntegrationTests.Logs;

/// <summary>Each record of every logging library once, whatever is chained to what, and the application's own output as it was.</summary>
public sealed class LogTests
{
    private const string TraceId = "0123456789abcdef0123456789abcdef";

    public static TheoryData<string, string> ThroughMicrosoftExtensionsLogging { get; } = OnEachRuntime(
        "ms-host", "ms-clear-providers", "ms-bare-factory", "serilog-add-provider", "nlog-provider", "log4net-provider");

    public static TheoryData<string, string> ThroughSerilogsFactory { get; } = OnEachRuntime("serilog-use",
        "serilog-use-write-to-providers");

    public static TheoryData<string, string> BySerilog { get; } = OnEachRuntime(
        "serilog-native", "serilog-static", "serilog-sub-logger", "serilog-async");

    [Theory]
    [MemberData(nameof(ThroughMicrosoftExtensionsLogging))]
    public async Task Through_Microsoft_Extensions_Logging(string scenario, string runtime)
    {
        var (logs, run) = await CompareAsync(scenario, runtime);

        var records = logs.Of("LogsApp");
        Assert.Empty(run.Said);
        Assert.Equal(["hello {Name}, order {Order}", "no values at all", "failed for {Name}"], records.Select(record =>
            record.Body.StringValue));
        Assert.Equal([(9, "Information"), (13, "Warning"), (17, "Error")], records.Select(record => (record.SeverityNumber,
            record.SeverityText)));
        // Of two values of a name, that of the record wins over that of a scope.
        Assert.Equal("Inner=5 Name=Ann Order=42 Tenant=blue logrecord.event.id=7", ReceivedLogs.Attributes(records[0]));
        Assert.Equal("Greeted", records[0].EventName);
        AssertException(records[2]);
        Assert.All(records, AssertWithinSpan);
    }

    [Theory]
    [MemberData(nameof(ThroughSerilogsFactory))]
    public async Task Through_a_factory_of_Serilogs(string scenario, string runtime)
    {
        var (logs, run) = await CompareAsync(scenario, runtime);

        var records = logs.Of("LogsApp");
        Assert.Empty(run.Said);
        Assert.Equal(["hello {Name}, order {Order}", "no values at all", "failed for {Name}"], records.Select(record =>
            record.Body.StringValue));
        Assert.Equal(
            "Inner=5 Name=Ann Order=42 Scope=plain scope 5 Tenant=blue logrecord.event.id=7", ReceivedLogs.Attributes(records[0]));
        Assert.Equal("Greeted", records[0].EventName);
        AssertException(records[2]);
        Assert.All(records, AssertWithinSpan);
    }

    [Theory]
    [MemberData(nameof(BySerilog))]
    public async Task Serilog(string scenario, string runtime)
    {
        var (logs, run) = await CompareAsync(scenario, runtime);

        var records = logs.Of("LogsApp");
        Assert.Empty(run.Said);
        Assert.Equal(
            ["hello {Name}, order {Order}, {@Parts}", "no values at all", "failed for {Name}", "fatal"],
            records.Select(record => record.Body.StringValue));
        Assert.Equal(
            [(9, "Information"), (13, "Warning"), (17, "Error"), (21, "Fatal")],
            records.Select(record => (record.SeverityNumber, record.SeverityText)));
        Assert.Equal("Name=Ann Order=42 Parts=1,2 Tenant=blue", ReceivedLogs.Attributes(records[0]));
        AssertException(records[2]);
        Assert.All(records, AssertWithinSpan);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task NLog(string runtime)
    {
        var (logs, run) = await CompareAsync("nlog-native", runtime);

        var records = logs.Of("LogsApp");
        Assert.Empty(run.Said);
        Assert.Equal(
            ["hello {Name}, order {Order}", "no values at all", "failed for {Name}", "fatal"], records.Select(record =>
                record.Body.StringValue));
        Assert.Equal(
            [(9, "Info"), (13, "Warn"), (17, "Error"), (21, "Fatal")], records.Select(record => (record.SeverityNumber,
                record.SeverityText)));
        Assert.Equal("Name=Ann Order=42 Tenant=blue", ReceivedLogs.Attributes(records[0]));
        AssertException(records[2]);
        Assert.All(records, AssertWithinSpan);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task NLog_in_place_of_the_factory(string runtime)
    {
        var (logs, _) = await CompareAsync("nlog-provider-alone", runtime);

        var records = logs.Of("LogsApp");
        Assert.Equal(3, records.Count);
        Assert.Equal("Inner=5 Name=Ann Order=42 Tenant=blue logrecord.event.id=7", ReceivedLogs.Attributes(records[0]));
        Assert.Equal("Greeted", records[0].EventName);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Log4Net(string runtime)
    {
        var (logs, run) = await CompareAsync("log4net-native", runtime);

        var records = logs.Of("LogsApp");
        Assert.Empty(run.Said);
        Assert.Equal(["hello Ann, order 42", "no values at all", "failed for Ann", "fatal"], records.Select(record =>
            record.Body.StringValue));
        Assert.Equal(
            [(9, "INFO"), (13, "WARN"), (17, "ERROR"), (21, "FATAL")], records.Select(record => (record.SeverityNumber,
                record.SeverityText)));
        Assert.Equal("Tenant=blue", ReceivedLogs.Attributes(records[0]));
        AssertException(records[2]);
        Assert.All(records, AssertWithinSpan);
    }

    [Fact]
    public async Task Several_factories_in_a_process()
    {
        var (logs, _) = await CompareAsync("ms-three-factories", "10.0");

        Assert.Equal(["first"], logs.Of("First").Select(record => ReceivedLogs.Attribute(record, "Where")));
        Assert.Equal(["second"], logs.Of("Second").Select(record => ReceivedLogs.Attribute(record, "Where")));
        Assert.Equal(3, logs.Of("LogsApp").Count);
    }

    [Fact]
    public async Task The_applications_filters_hold()
    {
        var (logs, _) = await CompareAsync("ms-filters", "10.0");

        Assert.Equal(["failed for {Name}"], logs.Of("LogsApp").Select(record => record.Body.StringValue));
    }

    [Fact]
    public async Task What_is_awkward_is_taken_as_far_as_it_goes()
    {
        var (logs, run) = await CompareAsync("ms-awkward", "10.0");

        Assert.Empty(run.Said);
        Assert.Equal(
            ["just text", "no state", "object {Value}", "object {Value}", "list {Values}, nothing {Null}", "trace", "critical"],
            logs.Of("LogsApp").Select(record => record.Body.StringValue));
        Assert.Equal(["Values=1,2"], logs.Of("LogsApp").Skip(4).Take(1).Select(ReceivedLogs.Attributes));
        Assert.Equal([1, 21], logs.Of("LogsApp").TakeLast(2).Select(record => record.SeverityNumber));
    }

    [Theory]
    [InlineData("ms-bare-factory", "hello Ann, order 42")]
    [InlineData("serilog-native", "hello Ann, order 42, [1, 2]")]
    [InlineData("nlog-native", "hello Ann, order 42")]
    public async Task The_body_can_be_the_message(string scenario, string message)
    {
        var (logs, _) = await CompareAsync(scenario, "10.0", ("OTEL_DOTNET_AUTO_LOGS_INCLUDE_FORMATTED_MESSAGE", "true"));

        var record = logs.Of("LogsApp")[0];
        Assert.Equal(message, record.Body.StringValue);
        Assert.StartsWith("hello {Name}, order {Order}", ReceivedLogs.Attribute(record, "{OriginalFormat}"));
        Assert.Equal("Ann", ReceivedLogs.Attribute(record, "Name"));
    }

    [Theory]
    [InlineData("ms-correlation", @"SpanId:[0-9a-f]{16}, TraceId:" + TraceId)]
    [InlineData("serilog-correlation", "^" + TraceId + " [0-9a-f]{16} hello")]
    [InlineData("nlog-correlation", "^" + TraceId + " [0-9a-f]{16} hello")]
    [InlineData("log4net-correlation", "^" + TraceId + " [0-9a-f]{16} hello")]
    public async Task The_applications_own_logs_can_be_given_the_ids(string scenario, string pattern)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var logs = new ReceivedLogs(receiver);
        var app = TestApp.Library("LogsApp");

        var with = await app.RunHookedAsync(receiver, [scenario], new Dictionary<string,
            string?>
        { ["AUTOINSTR_LOGS_CORRELATION"] = "true" });
        var without = await app.RunHookedAsync(receiver, [scenario], new Dictionary<string, string?> { ["OTEL_LOGS_EXPORTER"] = "otlp" });

        Assert.Matches(new Regex(pattern, RegexOptions.Multiline), with.Output);
        Assert.DoesNotContain(TraceId, without.Output);
        Assert.Single(logs.All);
    }

    [Theory]
    [InlineData("OTEL_LOGS_EXPORTER", "none")]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_ENABLED", "false")]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_ILOGGER_INSTRUMENTATION_ENABLED", "false")]
    [InlineData("OTEL_DOTNET_AUTO_LOGS_INSTRUMENTATION_ENABLED", "false")]
    public async Task They_can_be_switched_off(string variable, string value)
    {
        var (logs, run) = await CompareAsync("ms-bare-factory", "10.0", (variable, value));

        Assert.Empty(run.Said);
        Assert.Empty(logs.All);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task The_last_words_of_a_process_arrive(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var logs = new ReceivedLogs(receiver);
        var app = TestApp.Library("LogsApp", runtime);

        var bare = await app.RunBareAsync(["ms-crash"]);
        var hooked = await app.RunHookedAsync(receiver, ["ms-crash"], new Dictionary<string, string?> { ["OTEL_LOGS_EXPORTER"] = "otlp" });

        Assert.Equal((bare.ExitCode, bare.Errors), (hooked.ExitCode, hooked.OwnErrors));
        Assert.NotEqual(0, hooked.ExitCode);
        Assert.Equal(["the last words"], logs.Of("LogsApp").Select(record => record.Body.StringValue));
    }

    [Fact]
    public async Task The_console_gets_a_line_of_json_for_each()
    {
        await using var receiver = await Spans.ReceiveAsync();

        var run = await TestApp.Library("LogsApp").RunHookedAsync(
            receiver, ["serilog-native"], new Dictionary<string, string?> { ["OTEL_LOGS_EXPORTER"] = "console" });

        var lines = run.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => System.Text.Json.JsonDocument.Parse(
            line).RootElement).ToList();
        Assert.Equal(4, lines.Count);
        Assert.Equal(
            ("Information", "hello {Name}, order {Order}, {@Parts}", TraceId, "LogsApp", "Ann"),
            (lines[0].GetProperty("severity").GetString(), lines[0].GetProperty("body").GetString(), lines[0].GetProperty(
                "trace_id").GetString(),
                lines[0].GetProperty("scope").GetProperty("name").GetString(), lines[0].GetProperty("attributes").GetProperty(
                    "Name").GetString()));
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("9.0")]
    [InlineData("10.0")]
    public async Task Logs_of_a_web_application_are_beside_its_spans(string runtime)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var logs = new ReceivedLogs(receiver);
        await using var process = new TestApp("WebApp", runtime, "net" + runtime).StartHooked(receiver, env: new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["OTEL_LOGS_EXPORTER"] = "otlp",
        });
        using var client = new HttpClient { BaseAddress = await process.WaitForAddressAsync() };
        await client.GetAsync("hello/ann");
        await client.GetAsync("fail");
        var run = await process.StopAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var spans = receiver.Store.Spans.ToDictionary(span => span.SpanId);
        var ofRequests = logs.Of("Microsoft.AspNetCore.Hosting.Diagnostics");
        Assert.Equal(4, ofRequests.Count);
        Assert.All(ofRequests, record => Assert.Equal(
            spans[Convert.ToHexStringLower(record.SpanId.Span)].TraceId, Convert.ToHexStringLower(record.TraceId.Span)));
        var failure = Assert.Single(logs.All, received => ReceivedLogs.Attribute(received.Record, "exception.type") != null);
        Assert.Equal("the handler's own failure", ReceivedLogs.Attribute(failure.Record, "exception.message"));
        Assert.Contains(logs.Of("Microsoft.Hosting.Lifetime"), record => record.Body.StringValue == "Application is shutting down...");
        Assert.All(logs.Requests.SelectMany(request => request.ResourceLogs), resource => Assert.Contains(
            resource.Resource.Attributes, attribute => attribute is { Key: "service.name", Value.StringValue: "test" }));
    }

    private static TheoryData<string, string> OnEachRuntime(params string[] scenarios)
    {
        var data = new TheoryData<string, string>();
        foreach (var runtime in new[] { "8.0", "10.0" })
        {
            foreach (var scenario in scenarios)
                data.Add(scenario, runtime);
        }
        return data;
    }

    private static async Task<(ReceivedLogs Logs, AppRun Run)> CompareAsync(
        string scenario, string runtime, params (string Name, string? Value)[] settings)
    {
        await using var receiver = await Spans.ReceiveAsync();
        var logs = new ReceivedLogs(receiver);
        var app = TestApp.Library("LogsApp", runtime);
        var env = new Dictionary<string, string?> { ["OTEL_LOGS_EXPORTER"] = "otlp" };
        foreach (var (name, value) in settings)
            env[name] = value;

        var bare = await app.RunBareAsync([scenario]);
        var hooked = await app.RunHookedAsync(receiver, [scenario], env);

        // The console logger of Microsoft.Extensions.Logging writes from a thread of its own.
        Assert.Equal((0, Sorted(bare.Output), bare.Errors), (hooked.ExitCode, Sorted(hooked.Output), hooked.OwnErrors));
        return (logs, hooked);
    }

    private static string Sorted(string output) => string.Join('\n', output.Split('\n').Order(StringComparer.Ordinal));

    private static void AssertException(LogRecord record)
    {
        Assert.Equal("System.InvalidOperationException", ReceivedLogs.Attribute(record, "exception.type"));
        Assert.Equal("it broke", ReceivedLogs.Attribute(record, "exception.message"));
        Assert.Contains("InvalidOperationException: it broke", ReceivedLogs.Attribute(record, "exception.stacktrace"));
    }

    private static void AssertWithinSpan(LogRecord record)
    {
        Assert.Equal(TraceId, Convert.ToHexStringLower(record.TraceId.Span));
        Assert.Equal((8, 1U), (record.SpanId.Length, record.Flags));
    }
}
