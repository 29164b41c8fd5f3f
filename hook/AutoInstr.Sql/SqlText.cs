namespace AutoInstr.Sql;

/// <summary>What a span may say of a text of SQL.</summary>
/// <param name="Text">The text without comments, every literal replaced by <c>?</c> (db.query.text).</param>
/// <param name="Summary">Its operations and their targets, as in <c>INSERT orders SELECT carts</c> (db.query.summary), or
/// <see langword="null"/> when there is none.</param>
internal readonly record struct SqlText(string Text, string? Summary);
