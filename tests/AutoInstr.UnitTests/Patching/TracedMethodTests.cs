using AutoInstr.Patching.TracedMethods;
using Xunit;

namespace AutoInstr.UnitTests.Patching;

public sealed class TracedMethodTests
{
    [Theory]
    [InlineData("Shop.Orders.*", "Shop.Orders.Basket", "Add", true)]
    [InlineData("Shop.Orders.*", "Shop.Orders", "Total", true)]
    [InlineData("Shop.Orders.*", "Shop.Orders.Basket.Line", "Add", true)]
    [InlineData("Shop.Orders.*", "Shop.OrdersArchive.Basket", "Add", false)]
    [InlineData("Shop.Orders*", "Shop.OrdersArchive.Basket", "Add", true)]
    [InlineData("Shop.Billing.Invoice.Total", "Shop.Billing.Invoice", "Total", true)]
    [InlineData("Shop.Billing.Invoice.Total", "Shop.Billing.Invoice", "TotalOf", false)]
    [InlineData("Shop.Billing.Invoice.Total", "Shop.Billing.Invoice.Total", "Sum", false)]
    [InlineData("Shop.Billing.Invoice.To*", "Shop.Billing.Invoice", "TotalOf", true)]
    [InlineData("Shop.Billing.Invoice.To*", "Shop.Billing.Invoice", "Add", false)]
    [InlineData("Shop.Basket+Line.Add", "Shop.Basket.Line", "Add", true)]
    [InlineData("Program.Main", "Program", "Main", true)]
    public void A_pattern_means(string pattern, string type, string method, bool isMeant)
    {
        var parsed = MethodPattern.Parse(pattern)!;
        Assert.Equal(isMeant, parsed.Matches(type, method));
        if (isMeant)
            Assert.True(parsed.MayMatch(type));
    }

    [Theory]
    [InlineData("Shop.Orders.Basket.To*", "Shop.Orders.Basket", true)]
    [InlineData("Shop.Orders.Basket.To*", "Shop.Orders", false)]
    [InlineData("Shop.Orders.Basket.To*", "Shop.Orders.Basket.Line", false)]
    [InlineData("Shop.Orders.*", "Shop.Billing.Invoice", false)]
    public void Types_without_such_methods_are_passed_over(string pattern, string type, bool mayMatch) =>
        Assert.Equal(mayMatch, MethodPattern.Parse(pattern)!.MayMatch(type));

    [Theory]
    [InlineData("*")]
    [InlineData("Shop")]
    [InlineData("Shop*")]
    [InlineData("Shop..Total")]
    [InlineData("Shop.Invoice.")]
    [InlineData(".Total")]
    [InlineData("Shop.*.Total")]
    public void What_names_no_method_is_reported_and_left_out(string entry)
    {
        var said = new List<string>();
        var settings = Read(entry + "; Shop.Invoice.Total ;", null, said);
        Assert.Single(settings.Patterns);
        Assert.Equal(
            $"AUTOINSTR_TRACE_METHODS: '{entry}' is neither Namespace.Type.Method nor the beginning of one with * at its end; it is left out",
            Assert.Single(said));
    }

    [Theory]
    [InlineData(null, 1000, false)]
    [InlineData(" 5 ", 5, false)]
    [InlineData("0", 1000, true)]
    [InlineData("many", 1000, true)]
    public void The_limit(string? value, int limit, bool isReported)
    {
        var said = new List<string>();
        Assert.Equal(limit, Read("A.B", value, said).PerSecond);
        Assert.Equal(isReported ? 1 : 0, said.Count);
    }

    [Fact]
    public void A_limit_holds_for_each_second_and_is_said_once()
    {
        var said = new List<string>();
        var now = 10_000L;
        var limit = new CallLimit(3, () => now, said.Add);
        Assert.Equal([true, true, true, false, false], Enumerable.Range(0, 5).Select(_ => limit.Admits()));
        now += 1000;
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => limit.Admits()));
        Assert.StartsWith("more than 3 calls a second", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_types_are_those_of_the_source()
    {
        Assert.Equal("AutoInstr.UnitTests.Patching.TracedMethodTests.Box.Lid", MethodPattern.NameOf(typeof(Box<>.Lid<>)));
        Assert.Equal("AutoInstr.UnitTests.Patching.TracedMethodTests", MethodPattern.NameOf(typeof(TracedMethodTests)));
    }

    [Fact]
    public void Only_what_somebody_wrote_as_a_method_is_found()
    {
        var pattern = MethodPattern.Parse(typeof(Box<>.Lid<>).Namespace + ".TracedMethodTests.Box*")!;
        Assert.Equal(
            ["Close", "Open", "Shut"],
            TracedMethodFinder.Find(typeof(TracedMethodTests).Assembly, [pattern]).Select(method => method.Name).Order(StringComparer.Ordinal));
    }

    private static TracedMethodSettings Read(string patterns, string? limit, List<string> said) => TracedMethodSettings.Read(
        name => name == TracedMethodSettings.PatternsVariable ? patterns : name == TracedMethodSettings.LimitVariable ? limit : null, said.Add);

    private abstract class Box<T>
    {
        protected Box() => Size = 1;

        public int Size { get; set; }

        public abstract T Peek();

        public int Open() => ((Func<int>)(() => Size))();

        private static void Shut()
        {
        }

        internal abstract class Lid<TLid>
        {
            public void Close() => Shut();
        }
    }
}
