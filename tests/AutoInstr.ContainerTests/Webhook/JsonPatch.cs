using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;

namespace AutoInstr.ContainerTests.Webhook;

/// <summary>What an API server does with a JSON patch.</summary>
internal static class JsonPatch
{
    /// <summary>Changes an object.</summary>
    public static void Apply(JsonNode item, string patch) => JsonSerializer.Deserialize<JsonPatchDocument>(patch)!.ApplyTo(item);
}
