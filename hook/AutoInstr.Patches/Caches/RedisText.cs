using System.Text;

namespace AutoInstr.Patches.Caches;

/// <summary>The text of a command as one would type it, with <c>?</c> in the place of everything but the command and its keys.</summary>
internal static class RedisText
{
    /// <summary>More arguments than these are not written one by one.</summary>
    private const int MostArguments = 32;

    /// <summary>The text of a command of which only the beginning may be said.</summary>
    /// <param name="beginning">The command, with or without a key.</param>
    /// <param name="hidden">How many arguments follow.</param>
    public static string Of(string beginning, int hidden) => hidden <= 0 ? beginning
        : hidden <= MostArguments ? string.Create(beginning.Length + hidden * 2, beginning, static (text, beginning) =>
        {
            beginning.CopyTo(text);
            for (int i = beginning.Length; i < text.Length; i += 2)
                (text[i], text[i + 1]) = (' ', '?');
        })
        : Of(beginning, MostArguments) + " ...";

    /// <summary>The text of a command of which it is known where its keys are.</summary>
    /// <param name="words">The command and its arguments.</param>
    /// <param name="isShown">Whether a word is a part of the command's name, or a key.</param>
    /// <param name="state">Passed to <paramref name="isShown"/>.</param>
    public static string Of<T>(IReadOnlyList<object> words, Func<T, int, bool> isShown, T state)
    {
        var text = new StringBuilder();
        int count = Math.Min(words.Count, MostArguments + 1);
        for (int i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(' ');
            // A key may be bytes, of which nothing is to be said.
            text.Append(isShown(state, i) && words[i] is string word ? word : "?");
        }
        return words.Count > count ? text.Append(" ...").ToString() : text.ToString();
    }
}
