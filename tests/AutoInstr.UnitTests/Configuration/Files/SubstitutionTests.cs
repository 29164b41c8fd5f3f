using AutoInstr.Agent.Configuration.File;
using Xunit;

namespace AutoInstr.UnitTests.Configuration.Files;

/// <summary>The table of https://opentelemetry.io/docs/specs/otel/configuration/data-model/#environment-variable-substitution.</summary>
public sealed class SubstitutionTests
{
    private static readonly Dictionary<string, string> Variables = new(StringComparer.Ordinal)
    {
        ["STRING_VALUE"] = "value",
        ["BOOL_VALUE"] = "true",
        ["INT_VALUE"] = "1",
        ["FLOAT_VALUE"] = "1.1",
        ["HEX_VALUE"] = "0xdeadbeef",
        ["INVALID_MAP_VALUE"] = "value\nkey:value",
        ["DO_NOT_REPLACE_ME"] = "Never use this value",
        ["REPLACE_ME"] = "${DO_NOT_REPLACE_ME}",
        ["VALUE_WITH_ESCAPE"] = "value$$",
        ["EMPTY"] = "",
    };

    [Theory]
    [InlineData("${STRING_VALUE}", "value", ScalarType.Text)]
    [InlineData("${BOOL_VALUE}", "true", ScalarType.Boolean)]
    [InlineData("${INT_VALUE}", "1", ScalarType.Integer)]
    [InlineData("${FLOAT_VALUE}", "1.1", ScalarType.Real)]
    [InlineData("${HEX_VALUE}", "0xdeadbeef", ScalarType.Integer)]
    [InlineData("\"${STRING_VALUE}\"", "value", ScalarType.Text)]
    [InlineData("\"${BOOL_VALUE}\"", "true", ScalarType.Text)]
    [InlineData("\"${INT_VALUE}\"", "1", ScalarType.Text)]
    [InlineData("'${FLOAT_VALUE}'", "1.1", ScalarType.Text)]
    [InlineData("\"${HEX_VALUE}\"", "0xdeadbeef", ScalarType.Text)]
    [InlineData("${env:STRING_VALUE}", "value", ScalarType.Text)]
    [InlineData("${INVALID_MAP_VALUE}", "value\nkey:value", ScalarType.Text)]
    [InlineData("foo ${STRING_VALUE} ${FLOAT_VALUE}", "foo value 1.1", ScalarType.Text)]
    [InlineData("${UNDEFINED_KEY}", "", ScalarType.Null)]
    [InlineData("${UNDEFINED_KEY:-fallback}", "fallback", ScalarType.Text)]
    [InlineData("${EMPTY:-fallback}", "fallback", ScalarType.Text)]
    [InlineData("${UNDEFINED_KEY:-}", "", ScalarType.Null)]
    [InlineData("${UNDEFINED_KEY:-5}", "5", ScalarType.Integer)]
    [InlineData("${REPLACE_ME}", "${DO_NOT_REPLACE_ME}", ScalarType.Text)]
    [InlineData("${UNDEFINED_KEY:-${STRING_VALUE}}", "${STRING_VALUE}", ScalarType.Text)]
    [InlineData("$${STRING_VALUE}", "${STRING_VALUE}", ScalarType.Text)]
    [InlineData("$$${STRING_VALUE}", "$value", ScalarType.Text)]
    [InlineData("$$$${STRING_VALUE}", "$${STRING_VALUE}", ScalarType.Text)]
    [InlineData("$${STRING_VALUE:-fallback}", "${STRING_VALUE:-fallback}", ScalarType.Text)]
    [InlineData("$${STRING_VALUE:-${STRING_VALUE}}", "${STRING_VALUE:-value}", ScalarType.Text)]
    [InlineData("${UNDEFINED_KEY:-$${UNDEFINED_KEY}}", "${UNDEFINED_KEY:-${UNDEFINED_KEY}}", ScalarType.Text)]
    [InlineData("${VALUE_WITH_ESCAPE}", "value$$", ScalarType.Text)]
    [InlineData("a $$ b", "a $ b", ScalarType.Text)]
    [InlineData("a $ b", "a $ b", ScalarType.Text)]
    [InlineData("a$", "a$", ScalarType.Text)]
    [InlineData("a ${}", "a ${}", ScalarType.Text)]
    [InlineData("|\n  first ${STRING_VALUE}", "first value", ScalarType.Text)]
    internal void Values(string yaml, string text, ScalarType type)
    {
        var scalar = Assert.IsType<YamlScalar>(Read("key: " + yaml).Find("key")?.Value);
        Assert.Equal((text, type), (scalar.Text.TrimEnd('\n'), scalar.Type));
    }

    [Fact]
    public void Names_are_left_alone() => Assert.NotNull(Read("${STRING_VALUE}: value").Find("${STRING_VALUE}"));

    [Theory]
    [InlineData("key: ${STRING_VALUE:?error}", "${STRING_VALUE:?error}", 6)]
    [InlineData("key: ${1API_KEY}", "${1API_KEY}", 6)]
    [InlineData("key: ${API_$KEY}", "${API_$KEY}", 6)]
    [InlineData("key: \"a ${b c}\"", "${b c}", 9)]
    public void A_reference_that_is_none_makes_the_file_useless(string yaml, string reference, int column)
    {
        var exception = Assert.Throws<UnusableFileException>(() => Read("first: 1\n" + yaml));
        Assert.Contains($"'{reference}' is no reference to a variable", exception.Message);
        Assert.Equal(new Position(2, column), exception.Position);
    }

    [Fact]
    public void Variables_that_are_not_set_are_known()
    {
        var substitution = new Substitution(Variables.GetValueOrDefault);
        foreach (var text in (string[])["${A}", "${B:-x}", "${INT_VALUE} ${A}", "${EMPTY}", "$${C}"])
            substitution.Apply(text, out _);
        Assert.Equal(["A", "EMPTY"], substitution.Undefined);
    }

    private static YamlMapping Read(string yaml)
    {
        var mistakes = new Mistakes("file");
        var root = YamlReader.Read(new StringReader(yaml), new Substitution(Variables.GetValueOrDefault), mistakes);
        Assert.Empty(mistakes.Lines);
        return Assert.IsType<YamlMapping>(root);
    }
}
