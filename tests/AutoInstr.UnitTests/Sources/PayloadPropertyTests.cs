using AutoInstr.Agent.Sources;
using Xunit;

namespace AutoInstr.UnitTests.Sources;

public sealed class PayloadPropertyTests
{
    [Fact]
    public void It_reads_a_property_of_an_anonymous_type() =>
        Assert.Equal("x", new PayloadProperty<string>("Name").Read(new { Name = "x" }));

    [Fact]
    public void It_reads_through_classes_and_structs()
    {
        var headers = new Dictionary<string, string>();
        var payload = new { Message = new Envelope(headers) };
        Assert.Same(headers, new PayloadProperty<IDictionary<string, string>>("Message", "Headers").Read(payload));
        Assert.Equal(3, new PayloadProperty<int>("Message", "Count").Read(payload));
    }

    [Fact]
    public void It_reads_a_payload_that_is_a_struct() => Assert.Equal(3, new PayloadProperty<int>("Count").Read(new Envelope([])));

    [Fact]
    public void It_follows_the_type_of_each_payload()
    {
        var name = new PayloadProperty<string>("Name");
        Assert.Equal("a", name.Read(new { Name = "a" }));
        Assert.Equal("b", name.Read(new { Name = "b", Other = 1 }));
        Assert.Equal("c", name.Read(new { Name = "c" }));
    }

    [Fact]
    public void What_is_not_there_is_the_default()
    {
        Assert.Null(new PayloadProperty<string>("Absent").Read(new { Name = "x" }));
        Assert.Null(new PayloadProperty<string>("Name", "Absent").Read(new { Name = "x" }));
        Assert.Null(new PayloadProperty<string>("Name").Read(new { Name = 1 }));
        Assert.Equal(0, new PayloadProperty<int>("Name").Read(new { Name = "x" }));
        Assert.Equal(0, new PayloadProperty<int>("Name", "Length").Read(new { Name = (string?)null }));
    }

    [Fact]
    public void A_read_costs_no_allocation()
    {
        var payload = new { Message = new Envelope([]) };
        var count = new PayloadProperty<int>("Message", "Count");
        count.Read(payload);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            count.Read(payload);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private readonly struct Envelope(Dictionary<string, string> headers)
    {
        public IDictionary<string, string> Headers => headers;

        public int Count { get; } = 3;
    }
}
