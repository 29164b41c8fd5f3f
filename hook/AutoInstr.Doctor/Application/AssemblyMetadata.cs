using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace AutoInstr.Doctor.Application;

/// <summary>What an assembly says of itself, read without loading it.</summary>
internal sealed class AssemblyMetadata : IDisposable
{
    private readonly PEReader _image;

    private AssemblyMetadata(PEReader image) => (_image, Metadata) = (image, image.GetMetadataReader());

    /// <summary>The metadata.</summary>
    public MetadataReader Metadata { get; }

    /// <summary>Its simple name.</summary>
    public string Name => Metadata.GetString(Metadata.GetAssemblyDefinition().Name);

    /// <summary>Its own version.</summary>
    public Version Version => Metadata.GetAssemblyDefinition().Version;

    /// <summary>The version of the file, or <see langword="null"/>.</summary>
    public Version? FileVersion
    {
        get
        {
            foreach (var handle in Metadata.GetAssemblyDefinition().GetCustomAttributes())
            {
                var attribute = Metadata.GetCustomAttribute(handle);
                if (NameOfType(attribute) != "AssemblyFileVersionAttribute")
                    continue;
                var value = Metadata.GetBlobReader(attribute.Value);
                value.ReadUInt16(); // the prolog
                return Version.TryParse(value.ReadSerializedString(), out var version) ? version : null;
            }
            return null;
        }
    }

    /// <summary>The simple names of the assemblies that it refers to.</summary>
    public IEnumerable<string> References =>
        Metadata.AssemblyReferences.Select(handle => Metadata.GetString(Metadata.GetAssemblyReference(handle).Name));

    /// <summary>Opens an assembly.</summary>
    /// <returns><see langword="null"/> when it is not one.</returns>
    public static AssemblyMetadata? TryOpen(Func<Stream> open)
    {
        PEReader? image = null;
        try
        {
            image = new PEReader(open());
            if (image.HasMetadata && image.GetMetadataReader().IsAssembly)
                return new AssemblyMetadata(image);
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // Not one that can be read: there is nothing to say of it.
        }
        image?.Dispose();
        return null;
    }

    /// <summary>The full name of the first type that derives directly from a type of another assembly, or <see langword="null"/>.</summary>
    /// <param name="fullName">The full name of that type.</param>
    public string? FindDerivedType(string fullName)
    {
        foreach (var handle in Metadata.TypeDefinitions)
        {
            var parent = Metadata.GetTypeDefinition(handle).BaseType;
            if (parent.Kind == HandleKind.TypeReference && Is((TypeReferenceHandle)parent, fullName))
                return FullName(handle);
        }
        return null;
    }

    /// <summary>Whether it refers to a type.</summary>
    public bool RefersTo(string fullName) => Metadata.TypeReferences.Any(handle => Is(handle, fullName));

    /// <summary>Whether there is a method, by the names that patches use; <c>*</c> stands for anything.</summary>
    /// <returns>What is missing, in words; <see langword="null"/> when nothing is.</returns>
    public string? FindMissing(string type, string method)
    {
        if (type == "*")
            return null;
        foreach (var handle in Metadata.TypeDefinitions)
        {
            if (FullName(handle) != type)
                continue;
            return method == "*" || Metadata.GetTypeDefinition(handle).GetMethods()
                .Any(found => Metadata.StringComparer.Equals(Metadata.GetMethodDefinition(found).Name, method))
                ? null
                : $"there is no method {type}.{method}";
        }
        return $"there is no type {type}";
    }

    /// <summary>The full name, with a <c>+</c> before a nested type.</summary>
    public string FullName(TypeDefinitionHandle handle)
    {
        var type = Metadata.GetTypeDefinition(handle);
        var name = Metadata.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil)
            return $"{FullName(type.GetDeclaringType())}+{name}";
        return type.Namespace.IsNil ? name : $"{Metadata.GetString(type.Namespace)}.{name}";
    }

    /// <summary>The name of an attribute's type, without its namespace.</summary>
    public string? NameOfType(CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind == HandleKind.MethodDefinition)
            return Metadata.GetString(Metadata.GetTypeDefinition(
                Metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()).Name);
        var parent = Metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return parent.Kind == HandleKind.TypeReference
            ? Metadata.GetString(Metadata.GetTypeReference((TypeReferenceHandle)parent).Name)
            : null;
    }

    private bool Is(TypeReferenceHandle handle, string fullName)
    {
        var type = Metadata.GetTypeReference(handle);
        var dot = fullName.LastIndexOf('.');
        return Metadata.StringComparer.Equals(type.Name, fullName[(dot + 1)..]) &&
            Metadata.StringComparer.Equals(type.Namespace, fullName[..Math.Max(0, dot)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _image.Dispose();
}
