using System.Reflection.Metadata;
using AutoInstr.Doctor.Application;
using AutoInstr.Patching;

namespace AutoInstr.Doctor.Coverage;

/// <summary>Reads what the patches of an assembly are for, without loading it or what it patches.</summary>
internal static class PatchTargets
{
    /// <summary>Reads them.</summary>
    /// <returns><see langword="null"/> when it is not an assembly.</returns>
    public static IReadOnlyList<PatchTarget>? Read(string path)
    {
        using var file = AssemblyMetadata.TryOpen(() => File.OpenRead(path));
        if (file is null)
            return null;
        var targets = new List<PatchTarget>();
        var general = Id(file, file.Metadata.GetAssemblyDefinition().GetCustomAttributes()) ?? InstrumentationAttribute.Unnamed;
        foreach (var handle in file.Metadata.TypeDefinitions)
        {
            var attributes = file.Metadata.GetTypeDefinition(handle).GetCustomAttributes();
            var id = Id(file, attributes) ?? general;
            foreach (var attribute in Values(file, attributes, nameof(PatchAttribute)))
                targets.Add(Target(id, attribute));
        }
        return targets;
    }

    private static PatchTarget Target(string id, CustomAttributeValue<string> attribute)
    {
        string? Named(string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Name == name).Value as string;
        return new PatchTarget(
            id,
            (string)attribute.FixedArguments[0].Value!,
            new CoveredVersions(Bound(Named(nameof(PatchAttribute.From))), Bound(Named(nameof(PatchAttribute.To)))),
            Named(nameof(PatchAttribute.Type)) ?? PatchAttribute.Any,
            Named(nameof(PatchAttribute.Method)) ?? PatchAttribute.Any);
    }

    private static string? Id(AssemblyMetadata file, CustomAttributeHandleCollection attributes) =>
        Values(file, attributes, nameof(InstrumentationAttribute))
            .Select(value => value.FixedArguments[0].Value as string)
            .FirstOrDefault();

    private static IEnumerable<CustomAttributeValue<string>> Values(
        AssemblyMetadata file, CustomAttributeHandleCollection attributes, string type) =>
        attributes.Select(file.Metadata.GetCustomAttribute)
            .Where(attribute => file.NameOfType(attribute) == type)
            .Select(attribute => attribute.DecodeValue(new TypeNames()));

    private static Version? Bound(string? text) =>
        Version.TryParse(text?.Contains('.', StringComparison.Ordinal) == false ? text + ".0" : text, out var version) ? version : null;

    /// <summary>Types of arguments by their names: all of these attributes' are strings and lists of strings.</summary>
    private sealed class TypeNames : ICustomAttributeTypeProvider<string>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => "System.Type";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => "";

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => "";

        public string GetTypeFromSerializedName(string name) => name;

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == "System.Type";
    }
}
