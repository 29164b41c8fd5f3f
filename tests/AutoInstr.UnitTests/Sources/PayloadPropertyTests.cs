using AutoInstr.Agent.Sources;
using Xunit;

namespace AutoInstr.UnitTests.Sources;

public sealed class PayloadPropertyTests
{
    [Fact]
    public void Payloads_of_many_types_are_read_by_one_property()
    {
        var name = new PayloadProperty<string>("Name");

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal("a", name.Read(new { Name = "a" }));
            Assert.Equal("b", name.Read(new { Other = 1, Name = "b" }));
            Assert.Null(name.Read(new { Name = 5 }));
            Assert.Null(name.Read(new { Other = 1 }));
            Assert.Null(name.Read(new { Name = (string?)null }));
        }
    }
}
