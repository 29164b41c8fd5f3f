using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Libraries.Databases;

/// <summary>One Entity Framework program, over a provider without spans of its own (SQLite) and over one with (Npgsql).</summary>
static partial class EntityFramework
{
    public static async Task RunOverSqliteAsync()
    {
        await using var connection = new SqliteConnection("Data Source=:memory:");
        await connection.OpenAsync();
        await RunAsync(new DbContextOptionsBuilder<Shop>().UseSqlite(connection).Options);
    }

    private static async Task RunAsync(DbContextOptions<Shop> options)
    {
        await using var shop = new Shop(options);
        await shop.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"Books\"");
        await shop.Database.ExecuteSqlRawAsync("CREATE TABLE \"Books\" (\"Id\" INT PRIMARY KEY, \"Title\" TEXT NOT NULL)");
        shop.Add(new Book { Id = 1, Title = "Notes" });
        await shop.SaveChangesAsync();
        Console.WriteLine((await shop.Books.Where(book => book.Title == "Notes").SingleAsync()).Title);
        Console.WriteLine(shop.Books.Count());
        try
        {
            await shop.Database.ExecuteSqlRawAsync("DELETE FROM missing WHERE id = 7");
        }
        catch (System.Data.Common.DbException exception)
        {
            Console.WriteLine(exception.GetType().Name);
        }
    }

    private sealed class Shop(DbContextOptions<Shop> options) : DbContext(options)
    {
        public DbSet<Book> Books => Set<Book>();
    }

    private sealed class Book
    {
        public int Id { get; set; }

        public string Title { get; set; } = "";
    }
}
