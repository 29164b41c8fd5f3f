using System.Text.Json;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>The resources of an answer: told once, and meant by their number.</summary>
internal sealed class ResourceTable
{
    private readonly Dictionary<AttributeMap, int> _resources = new(ReferenceEqualityComparer.Instance);

    /// <summary>A resource's number.</summary>
    public int IndexOf(AttributeMap resource)
    {
        if (!_resources.TryGetValue(resource, out var index))
            _resources.Add(resource, index = _resources.Count);
        return index;
    }

    /// <summary>Tells all that were meant.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("resources");
        foreach (var resource in _resources.OrderBy(static item => item.Value))
            JsonAnswers.Write(json, null, resource.Key);
        json.WriteEndArray();
    }
}
