using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;

namespace AutoInstr.Webhook.Injection;

/// <summary>One step of a JSON patch (RFC 6902).</summary>
/// <param name="Op">What it does; an <c>add</c> to a member that is there replaces it.</param>
/// <param name="Path">Where.</param>
/// <param name="Value">With what.</param>
internal sealed record PatchOperation(string Op, string Path, JsonNode? Value)
{
    /// <summary>Adds an object or a list of Kubernetes' types, or a text.</summary>
    public static PatchOperation Add(string path, object value) =>
        new("add", path, JsonSerializer.SerializeToNode(JsonDocument.Parse(KubernetesJson.Serialize(value)).RootElement));
}
