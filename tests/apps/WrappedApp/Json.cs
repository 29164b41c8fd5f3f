using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace WrappedApp;

/// <summary>System.Text.Json.</summary>
internal static class Json
{
    public static string Run(int seed)
    {
        var order = new Order(
            seed, "ünï \"quoted\" \u0001", 12.5m, new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), [1, 2, 3], Level.High,
            new Dictionary<string, object?> { ["a"] = 1, ["b"] = null, ["c"] = new[] { true, false } }, new Square(2));
        var options = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
        options.Converters.Add(new JsonStringEnumConverter());
        var text = JsonSerializer.Serialize(order, options);
        var again = JsonSerializer.Deserialize<Order>(text, options)!;
        using var document = JsonDocument.Parse(text);
        var node = JsonNode.Parse(text)!;
        node["id"] = 7;
        using var stream = new MemoryStream();
        JsonSerializer.SerializeAsync(stream, Enumerable.Range(0, 500).Select(i => new { i, text = new string('x', i % 40) })).GetAwaiter().GetResult();
        stream.Position = 0;
        var items = JsonSerializer.DeserializeAsync<List<JsonElement>>(stream).AsTask().GetAwaiter().GetResult()!;
        var error = "";
        try
        {
            JsonSerializer.Deserialize<Order>("{\"id\": tru}", options);
        }
        catch (JsonException exception)
        {
            error = exception.Message;
        }
        return $"{text}\n{JsonSerializer.Serialize(again, options) == text} {document.RootElement.EnumerateObject().Count()} {node.ToJsonString().Length} " +
            $"{stream.Length} {items.Count} {error}";
    }

    private sealed record Order(
        int Id, string Name, decimal Price, DateTime Placed, int[] Items, Level Level, Dictionary<string, object?> More, Shape Shape);

    private enum Level
    {
        Low,
        High,
    }

    [JsonDerivedType(typeof(Square), "square")]
    private record Shape;

    private sealed record Square(int Side) : Shape;
}
