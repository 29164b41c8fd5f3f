namespace AutoInstr.Patching;

/// <summary>Groups patches, all of an assembly or single classes, under the id by which they are switched off:
/// <c>OTEL_DOTNET_AUTO_TRACES_{ID}_INSTRUMENTATION_ENABLED</c>.</summary>
/// <param name="id">The id, in upper case.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class InstrumentationAttribute(string id) : Attribute
{
    /// <summary>The id of patches that name none.</summary>
    public const string Unnamed = "PATCHES";

    /// <summary>The id, in upper case.</summary>
    public string Id { get; } = id;
}
