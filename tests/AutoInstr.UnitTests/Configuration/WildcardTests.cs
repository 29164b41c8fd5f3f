using AutoInstr.Agent.Configuration;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class WildcardTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "A", false)]
    [InlineData("a", "ab", false)]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("a*", "a", true)]
    [InlineData("a*c", "abbbc", true)]
    [InlineData("a*c", "abbb", false)]
    [InlineData("*b*d*", "abcde", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("?", "", false)]
    [InlineData("4??", "404", true)]
    [InlineData("a*b*c", "a-b-b-c-c", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    public void Matches(string pattern, string text, bool matches) => Assert.Equal(matches, Wildcard.Matches(pattern, text));

    [Fact]
    public void Case_is_of_no_matter_where_asked() => Assert.True(Wildcard.Matches("HTTP.*", "http.server", ignoreCase: true));
}
