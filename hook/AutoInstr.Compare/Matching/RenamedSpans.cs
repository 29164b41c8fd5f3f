namespace AutoInstr.Compare.Matching;

/// <summary>Waiting spans of one service, kind and category, whose names have no counterpart.</summary>
/// <param name="isNamedByPosition">Whether kind and position tell what a span is, so that a name without any word in common is no
/// hindrance: not so of steps within a process.</param>
internal sealed class RenamedSpans(bool isNamedByPosition)
{
    /// <summary>A quarter of the words in common: <c>write file</c> and <c>ReportMaker.WriteFileAsync</c>.</summary>
    public const double Alike = 0.25;

    /// <summary>Any word in common.</summary>
    public const double HardlyAlike = 0;

    /// <summary>How many different names of each side are compared by their words.</summary>
    public const int MostNames = 100;

    private readonly Waiting _left = new();
    private readonly Waiting _right = new();
    private readonly Dictionary<(string, string), double> _similarities = [];
    private (string[] Left, string[] Right, double AtLeast) _inVain = ([], [], 0);

    /// <summary>Lets a node of the left side wait.</summary>
    public void AddLeft(SpanNode node) => _left.Add(node);

    /// <summary>Lets a node of the right side wait.</summary>
    public void AddRight(SpanNode node) => _right.Add(node);

    /// <summary>Matches the most alike names first, then, where the position tells enough, the rest in its order.</summary>
    /// <param name="atLeast">How alike names must be.</param>
    /// <returns>The nodes of the left side that have found their match.</returns>
    public IReadOnlyList<SpanNode> Match(double atLeast)
    {
        var found = new List<SpanNode>();
        foreach (var (left, right) in AlikeNames(atLeast))
        {
            while (_left.Next(left) is { } mine && _right.Next(right) is { } theirs)
                Pair(mine, theirs);
        }
        while (isNamedByPosition && _left.Next() is { } mine && _right.Next() is { } theirs)
            Pair(mine, theirs);
        return found;

        void Pair(SpanNode mine, SpanNode theirs)
        {
            mine.MatchWith(theirs);
            found.Add(mine);
        }
    }

    private List<(string Left, string Right)> AlikeNames(double atLeast)
    {
        var (mine, theirs) = (_left.Names(MostNames), _right.Names(MostNames));
        if (mine.Count == 0 || theirs.Count == 0 || IsInVain(mine, theirs, atLeast))
            return [];
        var alike =
            from left in mine
            from right in theirs
            let similarity = Similarity(left.Name, right.Name)
            where similarity > 0 && similarity >= atLeast
            orderby similarity descending, Math.Abs(left.First.Children.Count - right.First.Children.Count)
            select (left.Name, right.Name);
        var found = alike.ToList();
        if (found.Count == 0)
            _inVain = ([.. mine.Select(static item => item.Name)], [.. theirs.Select(static item => item.Name)], atLeast);
        return found;
    }

    /// <summary>Whether these very names were compared before: a deep trace asks at each of its levels.</summary>
    private bool IsInVain(List<(string Name, SpanNode)> mine, List<(string Name, SpanNode)> theirs, double atLeast) =>
        atLeast >= _inVain.AtLeast && mine.Count == _inVain.Left.Length && theirs.Count == _inVain.Right.Length &&
        mine.Select(static item => item.Name).SequenceEqual(_inVain.Left) &&
        theirs.Select(static item => item.Name).SequenceEqual(_inVain.Right);

    private double Similarity(string left, string right)
    {
        if (!_similarities.TryGetValue((left, right), out var similarity))
            _similarities.Add((left, right), similarity = NameTokens.Similarity(NameTokens.Of(left), NameTokens.Of(right)));
        return similarity;
    }

    /// <summary>One side, in the order in which the nodes came.</summary>
    private sealed class Waiting
    {
        private readonly Queue<SpanNode> _all = new();
        private readonly Dictionary<string, Queue<SpanNode>> _byName = new(StringComparer.Ordinal);

        public void Add(SpanNode node)
        {
            _all.Enqueue(node);
            if (!_byName.TryGetValue(node.Span.Name, out var queue))
                _byName.Add(node.Span.Name, queue = new Queue<SpanNode>());
            queue.Enqueue(node);
        }

        public SpanNode? Next() => Peek(_all);

        public SpanNode? Next(string name) => _byName.TryGetValue(name, out var queue) ? Peek(queue) : null;

        /// <summary>The names of nodes that still wait, each with the first of them.</summary>
        public List<(string Name, SpanNode First)> Names(int most)
        {
            var names = new List<(string, SpanNode)>();
            var gone = new List<string>();
            foreach (var (name, queue) in _byName)
            {
                if (Peek(queue) is { } first)
                    names.Add((name, first));
                else
                    gone.Add(name);
                if (names.Count == most)
                    break;
            }
            foreach (var name in gone)
                _byName.Remove(name);
            return names;
        }

        private static SpanNode? Peek(Queue<SpanNode> queue)
        {
            // Another way may have matched it since.
            while (queue.TryPeek(out var node))
            {
                if (node.Match is null)
                    return node;
                queue.Dequeue();
            }
            return null;
        }
    }
}
