using AutoInstr.ContainerTests.Kubernetes;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>Shares it.</summary>
[CollectionDefinition(Name)]
public sealed class WebhookCollection : ICollectionFixture<WebhookFixture>
{
    /// <summary>Its name.</summary>
    public const string Name = "webhook";
}

/// <summary>One webhook for the tests that only ask it, with the access that its manifests give it.</summary>
public sealed class WebhookFixture : IAsyncLifetime
{
    /// <summary>What its applications do with their telemetry where they do not say it.</summary>
    internal const string Defaults = "OTEL_EXPORTER_OTLP_ENDPOINT=http://otel:4317\nOTEL_TRACES_EXPORTER=otlp";

    private PemFolder _certificate = null!;

    /// <summary>The API server. The namespace <c>shop</c> asks for nothing, <c>traced</c> and <c>operated</c> for everything.</summary>
    internal ApiServer Server { get; private set; } = null!;

    /// <summary>The webhook.</summary>
    internal RunningWebhook Webhook { get; private set; } = null!;

    /// <summary>Starts an API server that gives a webhook the access of its manifests. The namespace <c>shop</c> asks for
    /// nothing.</summary>
    internal static async Task<ApiServer> StartServerAsync()
    {
        var rendered = await Rendered.OfAsync("webhook/manifests/base");
        var server = await ApiServer.StartAsync([.. rendered.Objects.OfType<V1ClusterRole>().SelectMany(static role => role.Rules)]);
        server.PutNamespace("kube-system");
        server.PutNamespace("shop");
        return server;
    }

    /// <summary>Starts it.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Rendered.Obstacle is not null)
            return;
        Server = await StartServerAsync();
        Server.PutNamespace("traced", ("autoinstr/inject", "true"));
        Server.PutNamespace("operated", ("instrumentation.opentelemetry.io/inject-dotnet", "true"));
        _certificate = await PemFolder.CreateAsync();
        Webhook = await RunningWebhook.StartAsync(Server, _certificate.Path,
            ("DEFAULT_OTEL_EXPORTER_OTLP_ENDPOINT", "http://otel:4317"), ("DEFAULT_OTEL_TRACES_EXPORTER", "otlp"));
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Rendered.Obstacle is not null)
            return;
        await Webhook.DisposeAsync();
        await Server.DisposeAsync();
        _certificate.Dispose();
    }
}
