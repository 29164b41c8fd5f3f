using AutoInstr.Viewer.Terminal;
using Xunit;

namespace AutoInstr.UnitTests.Receiver;

public class TerminalTextTests
{
    [Theory]
    [InlineData(0, "0 µs")]
    [InlineData(3, "300 ns")]
    [InlineData(10, "1 µs")]
    [InlineData(9_990, "999 µs")]
    [InlineData(9_996, "1.00 ms")]
    [InlineData(12_500, "1.25 ms")]
    [InlineData(99_990, "10.0 ms")]
    [InlineData(999_400, "99.9 ms")]
    [InlineData(999_600, "100 ms")]
    [InlineData(9_996_000, "1.00 s")]
    [InlineData(599_000_000, "59.9 s")]
    [InlineData(599_600_000, "1 m 00 s")]
    [InlineData(1_850_000_000, "3 m 05 s")]
    [InlineData(35_999_990_000, "1 h 00 m")]
    [InlineData(456_000_000_000, "12 h 40 m")]
    public void Durations_have_the_digits_that_matter(long ticks, string expected) =>
        Assert.Equal(expected, DurationText.Of(TimeSpan.FromTicks(ticks)));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("日本", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("\U0001F600", 2)]
    public void Width_is_measured_in_cells(string text, int cells) => Assert.Equal(cells, TerminalText.Width(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdef", 5, "abcd…")]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("abc", 1, "…")]
    [InlineData("abc", 0, "")]
    public void Text_is_cut_to_cells(string text, int cells, string expected) => Assert.Equal(expected, TerminalText.Fit(text, cells));

    [Theory]
    [InlineData("one two three", 7, 3, "one two|three")]
    [InlineData("one two three", 7, 1, "one tw…")]
    [InlineData("unbreakable", 4, 2, "unbr|eak…")]
    [InlineData("日本語日本語", 4, 9, "日本|語日|本語")]
    [InlineData("short", 40, 3, "short")]
    public void Text_is_broken_between_words_where_it_can_be(string text, int cells, int lines, string expected) =>
        Assert.Equal(expected, string.Join('|', TerminalText.Wrap(text, cells, lines)));

    [Fact]
    public void Very_long_text_is_not_even_looked_at() => Assert.Equal(11, TerminalText.Sanitize(new string('x', 1_000_000), 10).Length);
}
