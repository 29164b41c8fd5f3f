using AutoInstr.Sql;
using Xunit;

namespace AutoInstr.UnitTests.Sources;

public sealed class SqlSanitizerTests
{
    [Theory]
    [InlineData("SELECT * FROM t WHERE a = 'x'", "SELECT * FROM t WHERE a = ?")]
    [InlineData("SELECT * FROM t WHERE a = 'it''s' AND b = 1", "SELECT * FROM t WHERE a = ? AND b = ?")]
    [InlineData("SELECT 1.5e-3, 0xFF, .5, -7, 1_000, 12L", "SELECT ?, ?, ?, -?, ?, ?")]
    [InlineData("SELECT 1-2, 2+3", "SELECT ?-?, ?+?")]
    [InlineData("SELECT t1.c2 FROM t1", "SELECT t1.c2 FROM t1")]
    [InlineData("SELECT N'x', E'it\\'s', X'FF', b'01', U&'\\0441', _utf8'x'", "SELECT ?, ?, ?, ?, ?, ?")]
    [InlineData("SELECT $$it's 5$$, $tag$ $$ $tag$, $1", "SELECT ?, ?, $1")]
    [InlineData("SELECT @id, :id, $1, ?, @@version, a::text", "SELECT @id, :id, $1, ?, @@version, a::text")]
    [InlineData("SELECT \"Name 1\", `c` FROM t", "SELECT \"Name 1\", `c` FROM t")]
    [InlineData("SELECT a -- the secret is 42\nFROM t /* or /* rather */ 43 */ WHERE b = 2", "SELECT a \nFROM t  WHERE b = ?")]
    [InlineData("/*traceparent='00-aa-bb-01'*/ SELECT 1", " SELECT ?")]
    [InlineData("SELECT 'never ends", "SELECT ?")]
    [InlineData("SELECT 1 /* never ends 2", "SELECT ?")]
    [InlineData("DELETE FROM t WHERE id IN (1, 2,3 , 'x')", "DELETE FROM t WHERE id IN (?)")]
    [InlineData("DELETE FROM t WHERE id IN (@p0, @p1) AND n = f(1, 2)", "DELETE FROM t WHERE id IN (@p0, @p1) AND n = f(?, ?)")]
    [InlineData("SELECT arr[1], d @> '{\"a\": 1}'", "SELECT arr[?], d @> ?")]
    [InlineData("", "")]
    [InlineData("   ", "   ")]
    public void Literals_and_comments_leave_the_standard_dialect(string sql, string expected) =>
        Assert.Equal(expected.TrimEnd(), SqlSanitizer.Sanitize(sql, SqlDialect.Standard).Text.TrimEnd());

    [Theory]
    [InlineData("SELECT \"text\", 'it\\'s', `name` # secret 1\nFROM t", "SELECT ?, ?, `name` \nFROM t")]
    [InlineData("SELECT '\\\\', 'x'", "SELECT ?, ?")]
    [InlineData("SELECT \"a\"\"b\" FROM t", "SELECT ? FROM t")]
    public void Literals_and_comments_leave_MySql(string sql, string expected) =>
        Assert.Equal(expected, SqlSanitizer.Sanitize(sql, SqlDialect.MySql).Text);

    [Theory]
    [InlineData("SELECT [it's 5] FROM [dbo].[Order Details] WHERE a = 'x'", "SELECT [it's 5] FROM [dbo].[Order Details] WHERE a = ?")]
    [InlineData("SELECT [a]]b] FROM #t1", "SELECT [a]]b] FROM #t1")]
    public void Names_in_brackets_stay(string sql, string expected) =>
        Assert.Equal(expected, SqlSanitizer.Sanitize(sql, SqlDialect.Bracketed).Text);

    [Theory]
    [InlineData("SELECT *\nFROM   wuser_table\nWHERE  username = ?", "SELECT wuser_table")]
    [InlineData("INSERT INTO shipping_details (order_id, address) SELECT order_id, address FROM orders WHERE order_id = ?",
        "INSERT shipping_details SELECT orders")]
    [InlineData("SELECT * FROM songs, artists WHERE songs.artist_id == artists.id", "SELECT songs artists")]
    [InlineData("SELECT order_date FROM (SELECT * FROM orders o JOIN customers c ON o.customer_id = c.customer_id)",
        "SELECT SELECT orders customers")]
    [InlineData("SELECT * FROM \"song list\", artists", "SELECT \"song list\" artists")]
    [InlineData("select a from dbo.Orders as o left join public . \"Lines\" l on o.id = l.id, x", "select dbo.Orders public.\"Lines\"")]
    [InlineData("UPDATE t SET a = 1 WHERE b IN (SELECT b FROM u)", "UPDATE t SELECT u")]
    [InlineData("DELETE FROM t WHERE id = 1", "DELETE t")]
    [InlineData("INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET a = 2", "INSERT t")]
    [InlineData("INSERT IGNORE INTO t VALUES (REPLACE(a, 'b', 'c'))", "INSERT t")]
    [InlineData("REPLACE INTO t VALUES (1)", "REPLACE t")]
    [InlineData("SELECT a FROM t FOR UPDATE", "SELECT t")]
    [InlineData("SELECT EXTRACT(YEAR FROM ts), SUBSTRING(a FROM 2) FROM t", "SELECT t")]
    [InlineData("SELECT a IS DISTINCT FROM b FROM t", "SELECT t")]
    [InlineData("SELECT COUNT(REPLACE(a, 'b', 'c')) FROM t", "SELECT t")]
    [InlineData("WITH x AS (SELECT a FROM t) UPDATE u SET a = x.a FROM x", "SELECT t UPDATE u x")]
    [InlineData("(SELECT a FROM t) UNION ALL (SELECT a FROM u)", "SELECT t SELECT u")]
    [InlineData("SELECT a FROM (SELECT 1) q, t", "SELECT SELECT t")]
    [InlineData("CREATE TABLE IF NOT EXISTS orders (id INT)", "CREATE TABLE orders")]
    [InlineData("CREATE OR REPLACE VIEW v AS SELECT a FROM t", "CREATE VIEW v SELECT t")]
    [InlineData("CREATE OR ALTER PROCEDURE p AS SELECT a FROM t", "CREATE PROCEDURE p SELECT t")]
    [InlineData("CREATE UNIQUE INDEX ix ON t (a)", "CREATE INDEX ix")]
    [InlineData("DROP TABLE IF EXISTS orders", "DROP TABLE orders")]
    [InlineData("TRUNCATE TABLE orders", "TRUNCATE orders")]
    [InlineData(
        "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN UPDATE SET a = 1 WHEN NOT MATCHED THEN INSERT (a) VALUES (1)", "MERGE t")]
    [InlineData("EXEC dbo.GetOrders @id", "EXEC dbo.GetOrders")]
    [InlineData("{call get_orders(?)}", "call get_orders")]
    [InlineData("COPY copied (id) FROM STDIN (FORMAT BINARY)", "COPY copied")]
    [InlineData("EXPLAIN ANALYZE SELECT a FROM t", "EXPLAIN ANALYZE SELECT t")]
    [InlineData("BEGIN; UPDATE t SET a = 1; COMMIT", "BEGIN UPDATE t COMMIT")]
    [InlineData("SET search_path TO shop", "SET")]
    public void The_summary_names_operations_and_targets(string sql, string expected) =>
        Assert.Equal(expected, SqlSanitizer.Sanitize(sql, SqlDialect.Standard).Summary);

    [Theory]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("42")]
    public void Without_an_operation_there_is_no_summary(string sql) =>
        Assert.Null(SqlSanitizer.Sanitize(sql, SqlDialect.Standard).Summary);

    [Fact]
    public void A_summary_ends_with_a_whole_target()
    {
        string sql = "SELECT * FROM " + string.Join(", ", Enumerable.Range(0, 100).Select(i => $"schema_{i}.table_{i}"));
        string summary = SqlSanitizer.Sanitize(sql, SqlDialect.Standard).Summary!;
        Assert.InRange(summary.Length, 200, SqlSummary.MaxLength);
        Assert.Matches(@" schema_(\d+)\.table_\1$", summary);
    }

    [Fact]
    public void A_long_text_is_cut_off()
    {
        string sql = "SELECT " + string.Join(", ", Enumerable.Repeat("column_name", 5000));
        Assert.Equal(SqlSanitizer.MaxLength, SqlSanitizer.Sanitize(sql, SqlDialect.Standard).Text.Length);
    }

    [Fact]
    public void A_text_without_literals_is_given_back_itself()
    {
        string sql = "SELECT a FROM t WHERE id = @id AND " + new string('x', 3000);
        Assert.Same(sql, SqlSanitizer.Sanitize(sql, SqlDialect.Standard).Text);
    }

    [Fact]
    public void A_text_seen_before_costs_no_allocation()
    {
        string sql = "SELECT a FROM t WHERE id = 42";
        SqlSanitizer.Sanitize(sql, SqlDialect.Standard);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            SqlSanitizer.Sanitize(sql, SqlDialect.Standard);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void No_text_whatever_leaks_a_quoted_literal_or_throws()
    {
        var random = new Random(20261122);
        const string alphabet = "ab1'\"`[]$@:#-/*\\.,;()? \nEN";
        foreach (SqlDialect dialect in Enum.GetValues<SqlDialect>())
        {
            for (int i = 0; i < 20_000; i++)
            {
                char[] noise = new char[random.Next(40)];
                for (int j = 0; j < noise.Length; j++)
                    noise[j] = alphabet[random.Next(alphabet.Length)];
                SqlText text = SqlSanitizer.Sanitize(new string(noise), dialect);
                Assert.True(text.Text.Length <= noise.Length);
                Assert.DoesNotContain('\'', StripNames(text.Text, dialect));
            }
        }
    }

    /// <summary>A name in quotes or brackets may hold an apostrophe.</summary>
    private static string StripNames(string sql, SqlDialect dialect)
    {
        string names = dialect switch
        {
            SqlDialect.MySql => "`(``|[^`])*(`|$)",
            SqlDialect.Bracketed => "`(``|[^`])*(`|$)|\"(\"\"|[^\"])*(\"|$)|\\[(]]|[^]])*(]|$)",
            _ => "`(``|[^`])*(`|$)|\"(\"\"|[^\"])*(\"|$)",
        };
        return System.Text.RegularExpressions.Regex.Replace(sql, names, "");
    }
}
