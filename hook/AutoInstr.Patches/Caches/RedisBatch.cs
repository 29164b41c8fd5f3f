using System.Diagnostics;

namespace AutoInstr.Patches.Caches;

/// <summary>Commands that are sent together: a pipeline or a transaction.</summary>
/// <param name="kind">What the conventions call it: PIPELINE or MULTI.</param>
internal sealed class RedisBatch(string kind)
{
    /// <summary>More than that of a text is nobody's question.</summary>
    private const int LongestText = 2048;

    private readonly List<string> _texts = [];
    private string? _command;
    private bool _isMixed;

    /// <summary>How many commands there are.</summary>
    public int Count => _texts.Count;

    /// <summary>The name of the operation: with the command's when it is the same one throughout.</summary>
    public string Operation => Count == 1 ? _command! : _isMixed || _command is null ? kind : $"{kind} {_command}";

    /// <summary>Adds a command.</summary>
    /// <param name="command">Its name.</param>
    /// <param name="text">Its text, without values.</param>
    public void Add(string command, string text)
    {
        _isMixed |= _command is not null && _command != command;
        _command ??= command;
        _texts.Add(text);
    }

    /// <summary>Sets what a span says of the commands. Less than two are no batch.</summary>
    public void Describe(Activity activity)
    {
        if (Count > 1)
            activity.SetTag("db.operation.batch.size", Count);
        if (Count > 0)
            activity.SetTag("db.query.text", Text());
    }

    private string Text()
    {
        int length = -2;
        int fitting = 0;
        while (fitting < Count && length + _texts[fitting].Length + 2 <= LongestText)
            length += _texts[fitting++].Length + 2;
        string text = string.Join("; ", _texts.Take(fitting));
        return fitting < Count ? text + "; ..." : text;
    }
}
