using System.Diagnostics;
using AutoInstr.Patches.Caches;
using Xunit;

namespace AutoInstr.UnitTests.Patches;

/// <summary>What spans say of commands to Redis: never a value.</summary>
public sealed class RedisCommandTests
{
    [Theory]
    [InlineData("GET key", 0, "GET key")]
    [InlineData("PING", 0, "PING")]
    [InlineData("PING", -1, "PING")]
    [InlineData("SET key", 1, "SET key ?")]
    [InlineData("HSET key", 4, "HSET key ? ? ? ?")]
    public void What_is_hidden_is_a_question_mark(string beginning, int hidden, string expected) =>
        Assert.Equal(expected, RedisText.Of(beginning, hidden));

    [Fact]
    public void Many_arguments_are_cut_short()
    {
        var text = RedisText.Of("DEL", 100_000);
        Assert.Equal(32, text.Count(character => character == '?'));
        Assert.EndsWith("? ...", text, StringComparison.Ordinal);
        object[] words = [.. Enumerable.Repeat("x", 1000)];
        Assert.EndsWith("? ...", RedisText.Of(words, static (_, i) => i == 0, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_the_arguments_only_keys_that_are_texts_are_shown() => Assert.Equal(
        "MSET one ? ? ?",
        RedisText.Of(["MSET", "one", "secret", "two"u8.ToArray(), 5], static (keys, i) => keys.Contains(i), new HashSet<int> { 0, 1, 3 }));

    [Theory]
    [InlineData("GET", true)]
    [InlineData("zadd", true)]
    [InlineData("AUTH", false)]
    [InlineData("HELLO", false)]
    [InlineData("CONFIG", false)]
    [InlineData("EVAL", false)]
    [InlineData("ACL", false)]
    [InlineData("NEWCOMMAND", false)]
    public void Keys_are_where_they_are_known_to_be(string command, bool expected) =>
        Assert.Equal(expected, RedisKeys.IsFirstArgument(command));

    [Fact]
    public void A_batch_of_the_same_command_is_named_after_it()
    {
        Assert.Equal("PIPELINE GET", Batch("GET", "GET").Operation);
        Assert.Equal("PIPELINE", Batch("GET", "SET", "GET").Operation);
        Assert.Equal("GET", Batch("GET").Operation);
        Assert.Equal("PIPELINE", Batch().Operation);
    }

    [Fact]
    public void A_batch_says_how_many_commands_it_has_when_there_are_several()
    {
        Assert.Equal(("GET key", null), Described(Batch("GET")));
        Assert.Equal(("GET key; SET key", 2), Described(Batch("GET", "SET")));
        Assert.Equal((null, null), Described(Batch()));
    }

    [Fact]
    public void The_text_of_a_large_batch_is_cut_short()
    {
        var (text, size) = Described(Batch([.. Enumerable.Repeat("GET", 10_000)]));
        Assert.Equal(10_000, size);
        Assert.InRange(text!.Length, 2000, 2060);
        Assert.EndsWith("GET key; ...", text, StringComparison.Ordinal);
    }

    private static RedisBatch Batch(params string[] commands)
    {
        var batch = new RedisBatch("PIPELINE");
        foreach (var command in commands)
            batch.Add(command, command + " key");
        return batch;
    }

    private static (string? Text, int? Size) Described(RedisBatch batch)
    {
        using var activity = new Activity("batch");
        batch.Describe(activity);
        return ((string?)activity.GetTagItem("db.query.text"), (int?)activity.GetTagItem("db.operation.batch.size"));
    }
}
