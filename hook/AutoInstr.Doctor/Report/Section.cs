namespace AutoInstr.Doctor.Report;

/// <summary>Findings that belong together.</summary>
/// <param name="id">A stable name, for programs.</param>
/// <param name="title">The heading.</param>
internal sealed class Section(string id, string title)
{
    private readonly List<Finding> _findings = [];

    /// <summary>A stable name, for programs.</summary>
    public string Id => id;

    /// <summary>The heading.</summary>
    public string Title => title;

    /// <summary>What was found, in order.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Adds what another section found.</summary>
    public void Add(Finding finding) => _findings.Add(finding);

    /// <summary>Adds what is as it should be.</summary>
    public void Ok(string finding, string text) => _findings.Add(new Finding(finding, Mark.Ok, text));

    /// <summary>Adds what is worth knowing.</summary>
    public void Note(string finding, string text, string? advice = null) => _findings.Add(new Finding(finding, Mark.Note, text, advice));

    /// <summary>Adds what is wrong, and what to do about it.</summary>
    public void Problem(string finding, string text, string advice) =>
        _findings.Add(new Finding(finding, Mark.Problem, text, advice));
}
