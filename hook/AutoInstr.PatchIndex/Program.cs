using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

// Part of the build: writes which class of an assembly patches which library, a line each, with the id that it is switched off by, and
// whether the library only has a base class.
// Arguments: the assembly, the index.
using var file = File.OpenRead(args[0]);
using var image = new PEReader(file);
var metadata = image.GetMetadataReader();

var lines = new SortedSet<string>(StringComparer.Ordinal);
foreach (var handle in metadata.CustomAttributes)
{
    var attribute = metadata.GetCustomAttribute(handle);
    if (attribute is not { Parent.Kind: HandleKind.TypeDefinition, Constructor.Kind: HandleKind.MemberReference })
        continue;
    var constructor = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
    if (constructor.Parent.Kind != HandleKind.TypeReference)
        continue;
    var type = metadata.GetTypeReference((TypeReferenceHandle)constructor.Parent);
    var name = metadata.GetString(type.Name);
    if (name is not ("PatchAttribute" or "PatchDerivedAttribute") || metadata.GetString(type.Namespace) != "AutoInstr.Patching")
        continue;
    var value = metadata.GetBlobReader(attribute.Value);
    value.ReadUInt16(); // the prolog; then comes the first argument, the library that has the method or the base class
    var patch = (TypeDefinitionHandle)attribute.Parent;
    lines.Add($"{value.ReadSerializedString()}\t{FullName(patch)}\t{Instrumentation(patch)}\t" +
        (name == "PatchDerivedAttribute" ? "base" : "method"));
}
File.WriteAllLines(args[1], lines);

string? Instrumentation(TypeDefinitionHandle handle)
{
    foreach (var one in metadata.GetTypeDefinition(handle).GetCustomAttributes())
    {
        var attribute = metadata.GetCustomAttribute(one);
        if (attribute.Constructor.Kind != HandleKind.MemberReference ||
            metadata.GetMemberReference((
                MemberReferenceHandle)attribute.Constructor).Parent is not { Kind: HandleKind.TypeReference } type ||
            metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name) != "InstrumentationAttribute")
            continue;
        var value = metadata.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        return value.ReadSerializedString();
    }
    return null;
}

string FullName(TypeDefinitionHandle handle)
{
    var type = metadata.GetTypeDefinition(handle);
    var name = metadata.GetString(type.Name);
    if (!type.GetDeclaringType().IsNil)
        return $"{FullName(type.GetDeclaringType())}+{name}";
    return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
}
