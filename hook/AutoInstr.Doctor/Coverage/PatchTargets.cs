using System.Collections.Immutable;
using System.Reflection.Metadata;
using AutoInstr.Doctor.Application;
using AutoInstr.Patching;

namespace AutoInstr.Doctor.Coverage;

/// <summary>What the patches of an assembly are for, read without loading it or what it patches.</summary>
/// <param name="Methods">The methods that are known by name.</param>
/// <param name="Derived">The classes whose derived ones are patched.</param>
internal sealed record PatchTargets(IReadOnlyList<PatchTarget> Methods, IReadOnlyList<DerivedTarget> Derived)
{
    /// <summary>None.</summary>
    public static PatchTargets None { get; } = new([], []);

    /// <summary>The ids by which patches are switched off.</summary>
    public IEnumerable<string> Ids =>
        Methods.Select(target => target.Instrumentation).Concat(Derived.Select(target => target.Instrumentation));

    /// <summary>Reads them.</summary>
    /// <returns><see langword="null"/> when it is not an assembly.</returns>
    public static PatchTargets? Read(string path)
    {
        using var file = AssemblyMetadata.TryOpen(() => File.OpenRead(path));
        if (file is null)
            return null;
        var general = Id(file, file.Metadata.GetAssemblyDefinition().GetCustomAttributes()) ?? InstrumentationAttribute.Unnamed;
        var methods = new List<PatchTarget>();
        var derived = new List<DerivedTarget>();
        foreach (var handle in file.Metadata.TypeDefinitions)
        {
            var attributes = file.Metadata.GetTypeDefinition(handle).GetCustomAttributes();
            var id = Id(file, attributes) ?? general;
            methods.AddRange(Values(file, attributes, nameof(PatchAttribute)).Select(value => Method(id, value)));
            derived.AddRange(Values(file, attributes, nameof(PatchDerivedAttribute)).Select(value => Base(id, value)));
        }
        // What the same patches know by name has patches of its own.
        var known = methods.Select(method => method.Assembly).Distinct().ToList();
        return new PatchTargets(methods, [.. derived.Select(target => target with { Except = [.. target.Except, .. known] })]);
    }

    /// <summary>These and others.</summary>
    public PatchTargets With(PatchTargets others) => new([.. Methods, .. others.Methods], [.. Derived, .. others.Derived]);

    private static PatchTarget Method(string id, CustomAttributeValue<string> attribute) => new(
        id,
        (string)attribute.FixedArguments[0].Value!,
        new CoveredVersions(
            Bound(Named(attribute, nameof(PatchAttribute.From)) as string), Bound(Named(attribute, nameof(PatchAttribute.To)) as string)),
        Named(attribute, nameof(PatchAttribute.Type)) as string ?? PatchAttribute.Any,
        Named(attribute, nameof(PatchAttribute.Method)) as string ?? PatchAttribute.Any);

    private static DerivedTarget Base(string id, CustomAttributeValue<string> attribute) => new(
        id,
        Named(attribute, nameof(PatchDerivedAttribute.Type)) as string ?? "",
        Named(attribute, nameof(PatchDerivedAttribute.Except)) is ImmutableArray<CustomAttributeTypedArgument<string>> names
            ? [.. names.Select(name => name.Value).OfType<string>()] : [],
        Named(attribute, nameof(PatchDerivedAttribute.Unless)) as string);

    private static object? Named(CustomAttributeValue<string> attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Name == name).Value;

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
