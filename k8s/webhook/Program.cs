using System.Collections;
using System.Net;
using System.Net.Security;
using AutoInstr.Webhook;
using AutoInstr.Webhook.Admission;
using AutoInstr.Webhook.Certificates;
using AutoInstr.Webhook.Cluster;
using AutoInstr.Webhook.Injection;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

try
{
    if (args is ["certificate", .. var options])
    {
        using var cluster = new Kubernetes(KubernetesClientConfiguration.BuildDefaultConfig());
        await new CertificateJob(cluster, CertificateOptions.Read(options), Console.Out).RunAsync(CancellationToken.None);
        return 0;
    }
    await BuildServer(ReadSettings()).RunAsync();
    return 0;
}
catch (Exception exception) when (
    exception is ArgumentException or HttpRequestException or IOException or KubeConfigException or HttpOperationException)
{
    Console.Error.WriteLine($"autoinstr-webhook: {exception.Message}");
    return 1;
}

static WebhookSettings ReadSettings() => WebhookSettings.Read(
    Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(static variable => (string)variable.Key, static variable => (string?)variable.Value ?? ""),
    static problem => Console.Error.WriteLine($"autoinstr-webhook: {problem}"));

static WebApplication BuildServer(WebhookSettings settings)
{
    var builder = WebApplication.CreateBuilder();
    builder.Logging.AddSimpleConsole(static console => console.SingleLine = true);
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    builder.Services
        .AddSingleton(settings)
        .AddSingleton<IKubernetes>(static _ => new Kubernetes(KubernetesClientConfiguration.BuildDefaultConfig()))
        .AddSingleton<Namespaces>().AddHostedService(static services => services.GetRequiredService<Namespaces>())
        .AddSingleton<ServingCertificate>().AddHostedService(static services => services.GetRequiredService<ServingCertificate>())
        .AddSingleton<Readiness>().AddHostedService(static services => services.GetRequiredService<Readiness>())
        .AddSingleton<PodInjection>().AddSingleton<PodReviewer>().AddSingleton<WorkloadReviewer>()
        .AddSingleton<WebhookMetrics>().AddSingleton<AdmissionEndpoint>();
    var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(static resource => resource.AddService("autoinstr-webhook"));
    telemetry.WithMetrics(static metrics => metrics
        .AddMeter(WebhookMetrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
        .AddPrometheusExporter());
    // What the base image says of ports is of applications that ask for nothing else.
    builder.WebHost.UseSetting(WebHostDefaults.HttpPortsKey, "").UseSetting(WebHostDefaults.ServerUrlsKey, "");
    builder.WebHost.ConfigureKestrel(server =>
    {
        var certificate = server.ApplicationServices.GetRequiredService<ServingCertificate>();
        Listen(server, settings.Listen, listener => listener.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Context }),
        }));
        Listen(server, settings.StatusListen, static _ => { });
    });

    var app = builder.Build();
    var readiness = app.Services.GetRequiredService<Readiness>();
    // Neither port has what the other is for.
    app.Use((context, next) => AdmissionEndpoint.Has(context.Request.Path) == (context.Connection.LocalPort == settings.Listen.Port)
        ? next(context) : Results.NotFound().ExecuteAsync(context));
    app.MapGet("/healthz", static () => "ok");
    app.MapGet("/readyz", () => readiness.Obstacle is { } obstacle
        ? Results.Text(obstacle, statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ok"));
    app.MapPrometheusScrapingEndpoint();
    var admission = app.Services.GetRequiredService<AdmissionEndpoint>();
    app.MapPost(AdmissionEndpoint.Pods, admission.AnswerAsync);
    app.MapPost(AdmissionEndpoint.Workloads, admission.AnswerAsync);
    return app;
}

static void Listen(KestrelServerOptions server, IPEndPoint endPoint, Action<ListenOptions> configure)
{
    // Where there is no IPv6, this listens on IPv4 alone.
    if (endPoint.Address.Equals(IPAddress.IPv6Any))
        server.ListenAnyIP(endPoint.Port, configure);
    else
        server.Listen(endPoint, configure);
}
