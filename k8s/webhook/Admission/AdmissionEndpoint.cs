using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AutoInstr.Webhook.Admission;

/// <summary>Answers the API server. Whatever happens, the object is let in.</summary>
/// <param name="pods">What looks at pods.</param>
/// <param name="workloads">What looks at Deployments and the like.</param>
/// <param name="metrics">Where it is counted.</param>
/// <param name="log">Where it is said.</param>
internal sealed partial class AdmissionEndpoint(
    PodReviewer pods, WorkloadReviewer workloads, WebhookMetrics metrics, ILogger<AdmissionEndpoint> log)
{
    /// <summary>Within the 100 ms that an answer may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(80);

    /// <summary>Where pods are asked about.</summary>
    public const string Pods = "/pods";

    /// <summary>Where Deployments and the like are asked about.</summary>
    public const string Workloads = "/workloads";

    /// <summary>Whether a path is one of the two.</summary>
    public static bool Has(PathString path) => path == Pods || path == Workloads;

    /// <summary>Answers a review, or says that it is none.</summary>
    public async Task<Results<ContentHttpResult, BadRequest<string>>> AnswerAsync(HttpRequest http, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        if (await ReadAsync(http.Body, cancellation) is not { Request: { Uid.Length: > 0 } request })
            return TypedResults.BadRequest($"an AdmissionReview of {AdmissionReview.Version} with a request is expected here");

        var resource = http.Path.Value!.TrimStart('/');
        var verdict = await ReviewAsync(resource, request, cancellation);
        var response = Respond(request, verdict);
        if (request.Uid != AdmissionRequest.WarmUp)
            metrics.Count(resource, verdict.Outcome.ToString(), Stopwatch.GetElapsedTime(started));
        if (verdict.Outcome != Outcome.NotAsked && request.Uid != AdmissionRequest.WarmUp)
            Reviewed(resource, request.Namespace, Name(request.Object), verdict.Outcome, string.Join("; ", verdict.Warnings));
        var answer = new AdmissionReview { Response = response };
        return TypedResults.Text(JsonSerializer.Serialize(answer, AdmissionJson.Default.AdmissionReview), "application/json");
    }

    /// <summary>Looks at an object; a failure is a verdict too.</summary>
    private async Task<Verdict> ReviewAsync(string resource, AdmissionRequest request, CancellationToken cancellation)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            return resource == Workloads.TrimStart('/')
                ? await workloads.ReviewAsync(request, patience.Token)
                : await pods.ReviewAsync(request, patience.Token);
        }
        catch (Exception exception)
        {
            return Verdict.Unchanged(Outcome.Declined, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private static AdmissionResponse Respond(AdmissionRequest request, Verdict verdict) => new()
    {
        Uid = request.Uid,
        PatchType = verdict.Patch.Count > 0 ? "JSONPatch" : null,
        Patch = verdict.Patch.Count > 0
            ? JsonSerializer.SerializeToUtf8Bytes([.. verdict.Patch], AdmissionJson.Default.ListPatchOperation)
            : null,
        Warnings = verdict.Warnings.Count > 0 ? [.. verdict.Warnings.Select(static warning => $"autoinstr: {warning}")] : null,
    };

    private static async Task<AdmissionReview?> ReadAsync(Stream body, CancellationToken cancellation)
    {
        try
        {
            var review = await JsonSerializer.DeserializeAsync(body, AdmissionJson.Default.AdmissionReview, cancellation);
            return review?.ApiVersion == AdmissionReview.Version ? review : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A pod of a controller has no name yet, but the beginning of one.</summary>
    private static string Name(JsonElement item)
    {
        foreach (var name in (string[])["name", "generateName"])
        {
            if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("metadata", out var metadata) &&
                metadata.TryGetProperty(name, out var value))
                return value.GetString() ?? "";
        }
        return "";
    }

    [LoggerMessage(LogLevel.Information, "{Resource} {Namespace}/{Name}: {Outcome} {Warnings}")]
    private partial void Reviewed(string resource, string @namespace, string name, Outcome outcome, string warnings);
}
