using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using AutoInstr.Patching.Metadata;
using Xunit;

namespace AutoInstr.UnitTests.Patching;

/// <summary>The reader of type tables, against the framework's own reader of metadata, on every assembly of the runtime.</summary>
public sealed class TypeTableTests
{
    [Theory]
    [InlineData("System.Object")]
    [InlineData("System.Exception")]
    [InlineData("System.IO.Stream")]
    [InlineData("System.Attribute")]
    [InlineData("System.Xml.XmlReader")]
    public void Derived_classes_are_those_that_the_framework_finds(string baseType)
    {
        var found = 0;
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"))
        {
            using var image = new PEReader(File.OpenRead(path));
            if (!image.HasMetadata)
                continue;
            var reader = image.GetMetadataReader();
            var derived = new TypeTable(image.GetMetadata().GetContent().AsSpan()).FindDerived(baseType);
            Assert.Equal(Expected(reader, baseType), derived.Order());
            found += derived.Count;
        }
        Assert.True(found >= 10, $"{found} classes derive from {baseType}");
    }

    [Fact]
    public void What_a_loaded_assembly_refers_to_is_found()
    {
        var own = TypeTable.Of(typeof(TypeTableTests).Assembly);
        Assert.True(own.RefersTo("System.IO.Path"));
        Assert.True(own.RefersTo("AutoInstr.Patching.Metadata.TypeTable"));
        Assert.False(own.RefersTo("Path"));
        Assert.False(own.RefersTo("System.Path"));
        Assert.False(own.RefersTo("AutoInstr.UnitTests.Patching.TypeTableTests"));
    }

    [Fact]
    public void A_name_at_the_end_of_another_one_is_found()
    {
        // The heap of strings has "Stream" only as the end of a longer name, such as "FileStream", where both are there.
        var stream = TypeTable.Of(typeof(System.IO.Compression.GZipStream).Assembly);
        Assert.True(stream.RefersTo("System.IO.Stream"));
        Assert.NotEmpty(stream.FindDerived("System.IO.Stream"));
    }

    /// <summary>By the framework's reader, from each class up.</summary>
    private static int[] Expected(MetadataReader reader, string baseType)
    {
        return [.. reader.TypeDefinitions.Where(Derives).Select(type => MetadataTokens.GetToken(type)).Order()];

        bool Derives(TypeDefinitionHandle type)
        {
            var parent = reader.GetTypeDefinition(type).BaseType;
            return !parent.IsNil && parent.Kind switch
            {
                HandleKind.TypeReference => Name(reader.GetTypeReference((TypeReferenceHandle)parent)) == baseType,
                HandleKind.TypeDefinition => Derives((TypeDefinitionHandle)parent),
                _ => false,
            };
        }

        string Name(TypeReference type) => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
    }
}
