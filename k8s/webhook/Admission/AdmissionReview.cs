using System.Text.Json;
using System.Text.Json.Serialization;
using AutoInstr.Webhook.Injection;

namespace AutoInstr.Webhook.Admission;

/// <summary>What the API server sends and is sent, as far as it is looked at.</summary>
/// <remarks>https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request.</remarks>
internal sealed record AdmissionReview
{
    /// <summary>The version that is spoken here.</summary>
    public const string Version = "admission.k8s.io/v1";

    /// <summary><see cref="Version"/>.</summary>
    public string ApiVersion { get; init; } = Version;

    /// <summary>What it is.</summary>
    public string Kind { get; init; } = nameof(AdmissionReview);

    /// <summary>The question.</summary>
    public AdmissionRequest? Request { get; init; }

    /// <summary>The answer.</summary>
    public AdmissionResponse? Response { get; init; }
}

/// <summary>An object that is about to be stored.</summary>
internal sealed record AdmissionRequest
{
    /// <summary>The <see cref="Uid"/> of what the webhook asks itself, which is not counted.</summary>
    public const string WarmUp = "warm-up";

    /// <summary>The answer has the same.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Where it is going to be.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object.</summary>
    public JsonElement Object { get; init; }
}

/// <summary>An answer. Every object is let in.</summary>
internal sealed record AdmissionResponse
{
    /// <summary>The question's.</summary>
    public string Uid { get; init; } = "";

    /// <summary>Always.</summary>
    public bool Allowed { get; init; } = true;

    /// <summary>The sort of <see cref="Patch"/>.</summary>
    public string? PatchType { get; init; }

    /// <summary>What is to be changed, a JSON patch in UTF-8.</summary>
    public byte[]? Patch { get; init; }

    /// <summary>Lines that <c>kubectl</c> shows.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>How the two are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdmissionReview))]
[JsonSerializable(typeof(List<PatchOperation>))]
internal sealed partial class AdmissionJson : JsonSerializerContext;
