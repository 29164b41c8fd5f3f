using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace WrappedApp;

/// <summary>Entity Framework Core, which is large: a model, changes, queries, a conflict.</summary>
internal static class Entities
{
    public static string Run(int seed)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var options = new DbContextOptionsBuilder<Shop>().UseSqlite(connection).Options;
        using (var shop = new Shop(options))
        {
            shop.Database.EnsureCreated();
            for (var i = 1; i <= 12; i++)
            {
                var author = new Author { Name = $"author {i * seed % 7}", Address = new Address { City = i % 3 == 0 ? "Rio" : "Recife" } };
                for (var j = 0; j < i % 4; j++)
                    author.Books.Add(new Book { Title = $"book {i}-{j}", Price = (i + seed) * 1.25m, Tags = ["a", $"t{j}"] });
                shop.Authors.Add(author);
            }
            shop.SaveChanges();
        }
        return string.Join(" | ", Query(options), Change(options), Conflict(options));
    }

    private static string Query(DbContextOptions<Shop> options)
    {
        using var shop = new Shop(options);
        var authors = shop.Authors.Include(author => author.Books).Where(author => author.Books.Count > 1)
            .OrderBy(author => author.Name).ThenBy(author => author.Id).AsEnumerable()
            .Select(author => $"{author.Id}:{author.Name}:{author.Books.Count}:{author.Address.City}").ToList();
        var cities = shop.Authors.GroupBy(author => author.Address.City).OrderBy(group => group.Key)
            .Select(group => new { group.Key, Count = group.Count(), Last = group.Max(author => author.Id) }).ToList();
        var joined = shop.Books.AsNoTracking()
            .Join(shop.Authors, book => book.AuthorId, author => author.Id, (book, author) => new { book.Title, author.Name })
            .Where(row => EF.Functions.Like(row.Title, "book 1%")).OrderByDescending(row => row.Title).Take(3).ToList();
        var tagged = shop.Books.Count(book => book.Tags.Contains("t1"));
        return $"{string.Join(' ', authors)} {string.Join(' ', cities)} {string.Join(' ', joined)} {tagged}";
    }

    private static string Change(DbContextOptions<Shop> options)
    {
        using var shop = new Shop(options);
        using var transaction = shop.Database.BeginTransaction();
        foreach (var book in shop.Books.Where(book => book.Title.EndsWith("-0")).ToList())
            book.Title = book.Title.ToUpperInvariant();
        shop.Authors.Remove(shop.Authors.OrderBy(author => author.Id).First());
        var changes = string.Join(',', shop.ChangeTracker.Entries().GroupBy(entry => entry.State).OrderBy(group => group.Key)
            .Select(group => $"{group.Key}={group.Count()}"));
        var saved = shop.SaveChangesAsync().GetAwaiter().GetResult();
        transaction.Commit();
        var raised = shop.Books.ExecuteUpdate(update => update.SetProperty(book => book.Price, book => book.Price + 1));
        return $"{changes} {saved} {raised} {shop.Books.AsEnumerable().Sum(book => book.Price)}";
    }

    private static string Conflict(DbContextOptions<Shop> options)
    {
        using var one = new Shop(options);
        using var other = new Shop(options);
        one.Books.OrderBy(book => book.Id).First().Title = "changed";
        other.Books.Remove(other.Books.OrderBy(book => book.Id).First());
        other.SaveChanges();
        try
        {
            one.SaveChanges();
            return "no conflict";
        }
        catch (DbUpdateConcurrencyException exception)
        {
            return exception.Message;
        }
    }

    private sealed class Shop(DbContextOptions<Shop> options) : DbContext(options)
    {
        public DbSet<Author> Authors => Set<Author>();

        public DbSet<Book> Books => Set<Book>();

        protected override void OnModelCreating(ModelBuilder model)
        {
            model.Entity<Author>().OwnsOne(author => author.Address);
            model.Entity<Book>().Property(book => book.Price).HasConversion<double>();
        }
    }

    private sealed class Author
    {
        public int Id { get; set; }

        public required string Name { get; set; }

        public required Address Address { get; set; }

        public List<Book> Books { get; } = [];
    }

    private sealed class Address
    {
        public required string City { get; set; }
    }

    private sealed class Book
    {
        public int Id { get; set; }

        public int AuthorId { get; set; }

        public required string Title { get; set; }

        public decimal Price { get; set; }

        public List<string> Tags { get; set; } = [];
    }
}
