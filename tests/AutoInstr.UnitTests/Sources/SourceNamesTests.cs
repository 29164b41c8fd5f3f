using AutoInstr.Agent.Sources;
using Xunit;

namespace AutoInstr.UnitTests.Sources;

public sealed class SourceNamesTests
{
    [Theory]
    [InlineData("Npgsql", true)]
    [InlineData("npgsql", true)]
    [InlineData("Npgsql.Other", false)]
    [InlineData("Azure.Storage.Blobs.BlobClient", true)]
    [InlineData("azure.core.http", true)]
    [InlineData("Azure", false)]
    [InlineData("", false)]
    public void Names_are_whole_or_prefixes(string name, bool isThere)
    {
        var names = new SourceNames();
        names.Add(["Npgsql", "Azure.*"]);

        Assert.Equal(isThere, names.Contains(name));
    }

    [Fact]
    public void What_is_excepted_is_not_there()
    {
        var taken = new SourceNames();
        taken.Add(["System.Net.Http"]);
        var names = new SourceNames { Except = taken };
        names.Add(["System.*"]);

        Assert.False(names.Contains("System.Net.Http"));
        Assert.True(names.Contains("System.Net.Mail"));
    }

    [Fact]
    public void No_source_belongs_to_two_rows()
    {
        var rows = Catalogue.Create();
        foreach (var row in rows)
        {
            var names = new SourceNames();
            names.Add(row.Sources);
            foreach (var other in rows)
                if (other != row)
                    Assert.DoesNotContain(other.Sources, name => names.Contains(name.TrimEnd('*')) && !row.Sources.Contains(name));
        }
    }
}
