using System.ClientModel;
using System.ClientModel.Primitives;
using System.ComponentModel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using OpenAI;
using OpenAI.Chat;

namespace Libraries.Services;

/// <summary>One answered question and one refused, with each of the libraries that ask models.</summary>
static class Ai
{
    public static async Task RunOpenAiAsync(Uri address)
    {
        await Work.TryAsync("chat", async () => (await Client(address, "gpt-4o").CompleteChatAsync("Why?")).Value.Content[0].Text);
        await Work.TryAsync("refused", async () => (await Client(address, "refused").CompleteChatAsync("Why?")).Value.Content[0].Text);
    }

    public static async Task RunExtensionsAsync(Uri address)
    {
        using var chat = Client(address, "gpt-4o").AsIChatClient().AsBuilder().UseOpenTelemetry().Build();
        await Work.TryAsync("chat", async () => (await chat.GetResponseAsync("Why?")).Text);
        using var refused = Client(address, "refused").AsIChatClient().AsBuilder().UseOpenTelemetry().Build();
        await Work.TryAsync("refused", async () => (await refused.GetResponseAsync("Why?")).Text);
    }

    public static async Task RunSemanticKernelAsync()
    {
        var kernel = Kernel.CreateBuilder().Build();
        var greet = KernelFunctionFactory.CreateFromMethod(
            ([Description("who")] string name) => name == "" ? throw new InvalidOperationException("nobody") : $"Hello {name}", "greet");
        await Work.TryAsync("greet", async () => (await kernel.InvokeAsync(greet, new() { ["name"] = "Ann" })).GetValue<string>());
        await Work.TryAsync("nobody", async () => (await kernel.InvokeAsync(greet, new() { ["name"] = "" })).GetValue<string>());
    }

    static ChatClient Client(Uri address, string model) =>
        new(model, new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = address, RetryPolicy = new ClientRetryPolicy(0) });
}
