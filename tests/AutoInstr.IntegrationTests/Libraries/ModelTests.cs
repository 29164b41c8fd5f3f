using System.Text.Json;
using AutoInstr.IntegrationTests.Harness;
using AutoInstr.IntegrationTests.Servers;
using AutoInstr.Viewer.Model;
using Xunit;

namespace AutoInstr.IntegrationTests.Libraries;

/// <summary>Libraries that ask models and their tools, with a local endpoint in place of the model.</summary>
public sealed class ModelTests
{
    private static TestApp App(string runtime) => TestApp.Library("Libraries.Services", runtime);

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task OpenAI(string runtime)
    {
        await using var endpoint = HttpEndpoint.Start(Answer);
        var run = await LibraryRun.OfAsync(App(runtime), ["openai", endpoint.Address.AbsoluteUri]);

        Assert.Equal(["chat gpt-4o", "POST", "chat refused", "POST"], run.Names);
        var chat = run.Single("chat gpt-4o");
        Assert.Equal(SpanKind.Client, chat.Kind);
        SpanAssert.IsChildOf(run.Work, chat);
        SpanAssert.IsChildOf(chat, run.All("POST")[0]);
        SpanAssert.Succeeded(chat);
        SpanAssert.Has(
            chat,
            ("gen_ai.provider.name", "openai"),
            ("gen_ai.operation.name", "chat"),
            ("gen_ai.request.model", "gpt-4o"),
            ("gen_ai.response.id", "c1"),
            ("gen_ai.response.model", "gpt-4o-2024"),
            ("gen_ai.response.finish_reasons", SpanAssert.Anything),
            ("gen_ai.usage.input_tokens", 3),
            ("gen_ai.usage.output_tokens", 2),
            ("server.address", "127.0.0.1"),
            ("server.port", endpoint.Address.Port));
        SpanAssert.Failed(run.Single("chat refused"), "429");
        AssertNothingSaid(run);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Extensions_AI_over_OpenAI_makes_one_span_for_one_question(string runtime)
    {
        await using var endpoint = HttpEndpoint.Start(Answer);
        var run = await LibraryRun.OfAsync(App(runtime), ["extensions-ai", endpoint.Address.AbsoluteUri]);

        Assert.Equal(["chat gpt-4o", "POST", "chat refused", "POST"], run.Names);
        var chat = run.Single("chat gpt-4o");
        SpanAssert.IsChildOf(run.Work, chat);
        SpanAssert.IsChildOf(chat, run.All("POST")[0]);
        SpanAssert.Succeeded(chat);
        Assert.Equal(("Experimental.Microsoft.Extensions.AI", "openai"), (chat.ScopeName, chat.Attributes["gen_ai.provider.name"]));
        SpanAssert.Failed(run.Single("chat refused"), "System.ClientModel.ClientResultException");
        AssertNothingSaid(run);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Semantic_Kernel(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["semantic-kernel"]);

        Assert.Equal(["execute_tool greet", "execute_tool greet"], run.Names);
        var (greeted, failed) = (run.All("execute_tool greet")[0], run.All("execute_tool greet")[1]);
        SpanAssert.IsChildOf(run.Work, greeted);
        SpanAssert.Succeeded(greeted);
        Assert.Equal("greet", greeted.Attributes["gen_ai.tool.name"]);
        SpanAssert.Failed(failed, "System.InvalidOperationException");
        Assert.DoesNotContain("Ann", Everything(run), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.0")]
    [InlineData("10.0")]
    public async Task Model_Context_Protocol(string runtime)
    {
        var run = await LibraryRun.OfAsync(App(runtime), ["mcp"]);

        var (client, server) = (run.Single("tools/call shout", SpanKind.Client), run.Single("tools/call shout", SpanKind.Server));
        SpanAssert.IsChildOf(run.Work, client);
        SpanAssert.IsChildOf(client, server);
        SpanAssert.Succeeded(server);
        Assert.Equal(("tools/call", "shout"), (server.Attributes["mcp.method.name"], server.Attributes["gen_ai.tool.name"]));
    }

    /// <summary>What is asked and answered stays in the process.</summary>
    private static void AssertNothingSaid(LibraryRun run)
    {
        Assert.DoesNotContain("Why?", Everything(run), StringComparison.Ordinal);
        Assert.DoesNotContain("Because.", Everything(run), StringComparison.Ordinal);
    }

    private static string Everything(LibraryRun run) =>
        string.Join('\n', run.Spans.SelectMany(span => span.Attributes.Concat(span.Events.SelectMany(moment => moment.Attributes)))
            .Select(attribute => attribute.Value));

    internal static EndpointAnswer Answer(EndpointRequest request)
    {
        using var question = JsonDocument.Parse(request.Body);
        return question.RootElement.GetProperty("model").GetString() == "refused"
            ? new EndpointAnswer(
                429, """{"error":{"message":"too much","type":"requests","code":"rate_limit_exceeded"}}""", "application/json")
            : new EndpointAnswer(200, Completion, "application/json");
    }

    private const string Completion = """
        {"id":"c1","object":"chat.completion","created":1,"model":"gpt-4o-2024",
         "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Because."}}],
         "usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}
        """;
}
