using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AutoInstr.Compare.Running;
using AutoInstr.IntegrationTests.Harness;
using k8s;
using k8s.Models;
using Xunit;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>The webhook in a process of its own, called as an API server calls it.</summary>
internal sealed class RunningWebhook : IAsyncDisposable
{
    private readonly ServiceProcess? _process;
    private readonly HttpClient _status;

    private RunningWebhook(ServiceProcess? process, int port, int statusPort)
    {
        _process = process;
        Port = port;
        _status = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{statusPort}") };
    }

    /// <summary>The assembly.</summary>
    public static string Program => Path.Combine(Repository.Artifacts, "bin", "AutoInstr.Webhook", "release", "AutoInstr.Webhook.dll");

    /// <summary>Where it is answered with TLS.</summary>
    public int Port { get; }

    /// <summary>What it has written.</summary>
    public IEnumerable<string> Output => _process?.Output ?? [];

    /// <summary>One that runs elsewhere.</summary>
    public static RunningWebhook At(int port, int statusPort) => new(null, port, statusPort);

    /// <summary>Starts it, and waits until it is ready.</summary>
    /// <param name="server">The API server.</param>
    /// <param name="certificate">The folder of its certificate.</param>
    /// <param name="settings">Its settings, over those that every test has.</param>
    public static async Task<RunningWebhook> StartAsync(ApiServer server, string certificate, params (string Name, string Value)[] settings)
    {
        var (port, statusPort) = (FreePort.Find(), FreePort.Find());
        var process = ServiceProcess.Start("webhook", ["dotnet", Program], Path.GetTempPath(),
        [
            new("KUBECONFIG", server.KubeConfig), new("AUTOINSTR_WEBHOOK_IMAGE", Images.Kit),
            new("AUTOINSTR_WEBHOOK_CERTIFICATE", certificate), new("AUTOINSTR_WEBHOOK_LISTEN", $"127.0.0.1:{port}"),
            new("AUTOINSTR_WEBHOOK_STATUS_LISTEN", $"127.0.0.1:{statusPort}"),
            .. settings.Select(static item => KeyValuePair.Create(item.Name, item.Value)),
        ], []);
        var webhook = new RunningWebhook(process, port, statusPort);
        await process.WaitUntilHealthyAsync(
            $"http://127.0.0.1:{statusPort}/readyz", isRecorded: false, TestContext.Current.CancellationToken);
        return webhook;
    }

    /// <summary>Reads a page of the port without TLS.</summary>
    public Task<string> StatusAsync(string path) =>
        _status.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    /// <summary>Asks about a pod.</summary>
    public async Task<Reviewed> ReviewAsync(V1Pod pod, string podNamespace)
    {
        var item = JsonNode.Parse(KubernetesJson.Serialize(pod))!;
        var response = await ReviewAsync("/pods", item, podNamespace);
        if (response["patch"]?.GetValue<string>() is { } patch)
        {
            Assert.Equal("JSONPatch", response["patchType"]!.GetValue<string>());
            JsonPatch.Apply(item, Encoding.UTF8.GetString(Convert.FromBase64String(patch)));
        }
        return new Reviewed(
            KubernetesYaml.Deserialize<V1Pod>(item.ToJsonString(), strict: true), response["patch"] is not null, Warnings(response));
    }

    /// <summary>Asks about a workload.</summary>
    /// <returns>The warnings.</returns>
    public async Task<IReadOnlyList<string>> WarningsAsync(IKubernetesObject workload, string workloadNamespace)
    {
        var response = await ReviewAsync("/workloads", JsonNode.Parse(KubernetesJson.Serialize(workload))!, workloadNamespace);
        Assert.Null(response["patch"]);
        return Warnings(response);
    }

    /// <summary>Asks about any object.</summary>
    /// <returns>The response, which lets the object in.</returns>
    public async Task<JsonObject> ReviewAsync(string path, JsonNode? item, string itemNamespace)
    {
        var uid = Guid.NewGuid().ToString();
        var review = new JsonObject
        {
            ["apiVersion"] = "admission.k8s.io/v1",
            ["kind"] = "AdmissionReview",
            ["request"] = new JsonObject
            {
                ["uid"] = uid,
                ["operation"] = "CREATE",
                ["namespace"] = itemNamespace,
                ["object"] = item?.DeepClone(),
                ["userInfo"] = new JsonObject { ["username"] = "somebody" },
            },
        };
        using var answer = await PostAsync(path, review.ToJsonString());
        answer.EnsureSuccessStatusCode();
        var answered = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(("admission.k8s.io/v1", "AdmissionReview"), ((string?)answered["apiVersion"], (string?)answered["kind"]));
        var response = answered["response"]!.AsObject();
        Assert.Equal((uid, true), ((string?)response["uid"], (bool)response["allowed"]!));
        return response;
    }

    /// <summary>Sends anything.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var http = Client(static _ => true);
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await http.PostAsync(new Uri($"https://127.0.0.1:{Port}{path}"), content, TestContext.Current.CancellationToken);
    }

    /// <summary>The certificate that a new connection is shown.</summary>
    public async Task<string> ThumbprintAsync()
    {
        string? thumbprint = null;
        using var http = Client(certificate => (thumbprint = certificate.GetCertHashString()) is not null);
        using var answer = await http.GetAsync(new Uri($"https://127.0.0.1:{Port}/"), TestContext.Current.CancellationToken);
        return thumbprint!;
    }

    /// <summary>Calls it by a name, as the API server calls a Service.</summary>
    /// <param name="host">The name.</param>
    /// <param name="trusted">What the configuration trusts.</param>
    /// <returns>The status of the answer.</returns>
    public async Task<string> CallAsync(string host, X509Certificate2 trusted)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { trusted },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        });
        using var body = new StringContent("");
        using var answer = await http.PostAsync(new Uri($"https://{host}/pods"), body, TestContext.Current.CancellationToken);
        return answer.StatusCode.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _status.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
    }

    private static HttpClient Client(Func<X509Certificate, bool> isTrusted) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, _) => isTrusted(certificate!),
        },
        ActivityHeadersPropagator = null,
    });

    private static string[] Warnings(JsonObject response) =>
        response["warnings"]?.AsArray().Select(static warning => warning!.GetValue<string>()).ToArray() ?? [];
}
